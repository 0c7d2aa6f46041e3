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
 * <h2>Names</h2>
 *
 * A task is a role ({@code odinw13}), a data set in a role ({@code odinw13/Aquarium}), a suite or a
 * data set ({@code picto-odinw13/Aquarium}). A {@linkplain org.sdptbench.harness.spec.Scale scale}
 * binds roles to a model, to data sets and to a recipe. A later source wins: the recipe's defaults,
 * the scale, the scale's role, the scale's method, the spec (and its {@code quick}), the spec's
 * method entry, the matrix, the command line.
 *
 * <h2>Errors</h2>
 *
 * All problems of all files are {@linkplain org.sdptbench.harness.spec.Problems collected} before
 * one is reported, each with file, line and column, what was found, what is allowed and the nearest
 * right name. Structure is checked against {@code experiments/spec.schema.json}, which editors can
 * use too; names and ranges against the {@linkplain org.sdptbench.harness.spec.Vocabulary
 * vocabulary}. Whether a method's settings fit the model is asked of all of them together: here for
 * an entry that no axis changes, where the problem has a line, and by the planner for every point.
 */
@NullMarked
package org.sdptbench.harness.spec;

import org.jspecify.annotations.NullMarked;
