/**
 * Experiment specs: what a person writes, and what is wrong with it.
 *
 * <p>A {@linkplain org.sdptbench.harness.spec.Spec spec} is one YAML file in {@code experiments/},
 * one for each table or figure. Ten lines say what runs:
 *
 * <pre>{@code
 * name: tokens
 * title: Prompt length
 * question: How does AP depend on the number of tokens?
 * tasks: [odinw13]
 * methods: [zero-shot, sdpt]
 * seeds: 0..2
 * matrix:
 *   product: {sdpt.k: [1, 5, 10, 50]}
 * quick: {seeds: [0], tasks: [odinw13/Aquarium]}
 * }</pre>
 *
 * <h2>Axes</h2>
 *
 * An axis is {@code method}, {@code task}, {@code shots}, {@code seed}, a method's setting ({@code
 * sdpt.k}) or a setting of the recipe ({@code recipe.steps}). The lists {@code methods}, {@code
 * tasks}, {@code shots} (default: {@code [0]}, all images) and {@code seeds} (default: {@code [0]})
 * are the axes that every spec has. {@code matrix} adds to them or replaces them:
 *
 * <ul>
 *   <li>{@code product}: a map from axis to values; every combination runs.
 *   <li>{@code zip}: a list of maps; the axes of one map step together and have equal lengths.
 *   <li>{@code exclude}: a list of partial points; a point that agrees with all that one of them
 *       says does not run.
 *   <li>{@code include}: a list of partial points that run as well. An axis that every spec has and
 *       that the entry does not name takes all its values; other axes take none.
 * </ul>
 *
 * A setting of a method concerns the points of that method only; the other methods run once.
 *
 * <p>A row of the report is called by its entry's label with the values on the axes, {@code SDPT, k
 * = 10}. Where an axis, such as one of the command line, takes over a setting that the entry itself
 * has, it is the method's title in place of the label, whose words may no longer hold, with all
 * settings that entry and axes name. Rows with the same cells are one.
 *
 * <h2>Report</h2>
 *
 * {@code report} says how the tables are arranged. {@code rows} are {@code method} (the default),
 * {@code task} or {@code shots}; {@code columns} are {@code task} (the default; means over suites,
 * then each data set), {@code metric}, {@code shots}, {@code test} (other tasks and moments) or
 * {@code cost} (parameters, adapter, time, memory). Where rows are not methods, each column is
 * split by method. {@code metrics} names the metrics, the main one first; one that no run of a
 * suite has makes no column there.
 *
 * <h2>Names</h2>
 *
 * A task is a role ({@code odinw13}), a data set in a role ({@code odinw13/Aquarium}), a suite or a
 * data set ({@code picto-odinw13/Aquarium}). A {@linkplain org.sdptbench.harness.spec.Scale scale}
 * binds roles to a model, to data sets and to a recipe; where several roles hold a data set, that
 * of the role that the spec names. A later source wins: the recipe's defaults, the scale, the
 * scale's role, the scale's method, the spec (and its {@code quick}), the spec's method entry, the
 * matrix, the command line. {@code steps} of a later source take the place of {@code epochs} of an
 * earlier one, and {@code validateEvery} that of {@code validateEpochs}. The file of {@code rates}
 * that a scale may name, which {@code sdptbench tune} writes, goes right after its methods.
 *
 * <h2>What is trained first</h2>
 *
 * An entry of {@code methods} may stand on another method, or go on where it left off:
 *
 * <pre>{@code
 * alsoTestedOn: [old-task]
 * methods:
 *   - {method: sdpt, base: {method: lora, task: old-task}}
 *   - {method: lora, continues: old-task}
 * }</pre>
 *
 * The {@code base} is trained on its task, a single data set, and frozen; the entry's own method is
 * trained on top of it on the spec's task. {@code continues} trains the entry's own parameters on
 * that task first and then further. The recipe of what is trained first is that of a cell of its
 * own, after its method the scale's {@code base}; of the matrix and the command line it heeds only
 * what concerns images, and it is not validated unless it says so itself. Every cell is tested on
 * the tasks of {@code alsoTestedOn} as well, and what is trained first also before the rest.
 *
 * <h2>Charts</h2>
 *
 * {@code report: {charts: [pareto, rank]}} says which charts the report shows, in that order; a
 * spec without it gets those that fit what it varies. {@code curves} are shown together at the end.
 *
 * <ul>
 *   <li>{@code pareto}: the main metric against the number of trained parameters.
 *   <li>{@code line}: against the setting with the most values, if a method has three or more.
 *   <li>{@code bar}: per row, with intervals; for ablations.
 *   <li>{@code dots}: per task and method.
 *   <li>{@code rank}: mean ranks over three tasks or more, with the critical difference.
 *   <li>{@code curves}: validation AP by step and by time, for each task.
 *   <li>{@code few-shot}: against the number of shots.
 *   <li>{@code cost}: training time and peak memory.
 *   <li>{@code tests}: what training did to other tasks, before and after.
 * </ul>
 *
 * <h2>Errors</h2>
 *
 * All problems of all files are {@linkplain org.sdptbench.harness.spec.Problems collected} before
 * one is reported, each with file, line and column, what was found, what is allowed and the nearest
 * right name. Structure is checked against {@code experiments/spec.schema.json}, which editors can
 * use too; names and ranges against the {@linkplain org.sdptbench.harness.spec.Vocabulary
 * vocabulary}. Values that YAML 1.1, YAML 1.2 and people read differently, such as {@code 010},
 * {@code 1_000} or {@code no}, need quotes here and on the command line. Whether a method's
 * settings fit the model is asked of all of them together: here for an entry that no axis changes,
 * where the problem has a line, and by the planner for every point.
 */
@NullMarked
package org.sdptbench.harness.spec;

import org.jspecify.annotations.NullMarked;
