package org.sdptbench.harness.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.reports.record.Layout;

/**
 * An experiment: one table or figure. Everything in it was checked.
 *
 * @param name its name, e.g. {@code comparison}
 * @param title for tables and charts
 * @param question what it answers
 * @param reproduces the table or figure of the paper, or a word on why it is our own; empty if the
 *     spec says nothing
 * @param model a role of the scale, or a model
 * @param tasks names of tasks
 * @param alsoTestedOn names of other tasks that every cell is tested on as well
 * @param methods the methods and their settings, labels unique
 * @param shots images-per-class rules; 0: all images
 * @param seeds the seeds in order of waves
 * @param recipe recipe settings of every cell
 * @param matrix what it adds to methods x tasks x shots x seeds
 * @param quick what {@code --quick} puts in place
 * @param report how the report shows it
 */
public record Spec(
    String name,
    String title,
    String question,
    String reproduces,
    String model,
    List<String> tasks,
    List<String> alsoTestedOn,
    List<Method> methods,
    List<Long> shots,
    List<Long> seeds,
    Map<String, Object> recipe,
    Matrix matrix,
    Quick quick,
    ReportHints report) {

  /** Defensive copies. */
  public Spec {
    tasks = List.copyOf(tasks);
    alsoTestedOn = List.copyOf(alsoTestedOn);
    methods = List.copyOf(methods);
    shots = List.copyOf(shots);
    seeds = List.copyOf(seeds);
    recipe = Map.copyOf(recipe);
  }

  /** The same spec on other tasks. */
  Spec withTasks(List<String> others) {
    return new Spec(
        name,
        title,
        question,
        reproduces,
        model,
        others,
        alsoTestedOn,
        methods,
        shots,
        seeds,
        recipe,
        matrix,
        quick,
        report);
  }

  /**
   * A method with settings.
   *
   * @param name registered name
   * @param title what the method is called, whatever its settings
   * @param label what tables and charts print of it as it stands here
   * @param settings settings that differ from the defaults
   * @param recipe recipe settings of this entry
   * @param base what is trained before it, on another task
   */
  public record Method(
      String name,
      String title,
      String label,
      Map<String, Object> settings,
      Map<String, Object> recipe,
      Optional<Base> base) {
    /** Defensive copies. */
    public Method {
      settings = Map.copyOf(settings);
      recipe = Map.copyOf(recipe);
    }

    /** Whether a spec or the command line means this entry: by name or by label. */
    public boolean isCalled(String nameOrLabel) {
      return name.equals(nameOrLabel) || label.equals(nameOrLabel);
    }
  }

  /** What an entry trains first, on a task of its own. */
  public sealed interface Base {
    /** Name of that task, which is a single data set. */
    String task();

    /**
     * A method that is trained and then frozen beneath the entry's own.
     *
     * @param method registered name
     * @param title what tables and charts print
     * @param settings settings that differ from the defaults
     * @param recipe recipe settings of its training
     */
    record Frozen(
        String method,
        String title,
        Map<String, Object> settings,
        Map<String, Object> recipe,
        String task)
        implements Base {
      /** Defensive copies. */
      public Frozen {
        settings = Map.copyOf(settings);
        recipe = Map.copyOf(recipe);
      }
    }

    /** The entry's own parameters, which are then trained further. */
    record Continued(String task) implements Base {}
  }

  /**
   * More axes; see the manual of this package.
   *
   * @param product axes of which every combination runs
   * @param zip groups of axes that step together
   * @param exclude partial points that do not run
   * @param include partial points that run as well
   */
  public record Matrix(
      List<Axis> product,
      List<List<Axis>> zip,
      List<Map<AxisKey, Object>> exclude,
      List<Map<AxisKey, Object>> include) {
    /** No more axes. */
    public static final Matrix NONE = new Matrix(List.of(), List.of(), List.of(), List.of());

    /** Defensive copies. */
    public Matrix {
      product = List.copyOf(product);
      zip = zip.stream().map(List::copyOf).toList();
      exclude = List.copyOf(exclude);
      include = List.copyOf(include);
    }
  }

  /**
   * The small slice. An empty list or map leaves the spec as it is.
   *
   * @param tasks names of tasks
   * @param methods names or labels of methods of this spec
   * @param shots images-per-class rules
   * @param seeds seeds
   * @param recipe recipe settings
   */
  public record Quick(
      List<String> tasks,
      List<String> methods,
      List<Long> shots,
      List<Long> seeds,
      Map<String, Object> recipe) {
    /** Nothing smaller: the first seed only. */
    public static final Quick NONE =
        new Quick(List.of(), List.of(), List.of(), List.of(), Map.of());
  }

  /**
   * How the report shows a spec.
   *
   * @param layout rows, columns and kinds of charts
   * @param metrics metrics, e.g. AP, the main one first
   */
  public record ReportHints(Layout layout, List<String> metrics) {
    /** Methods by tasks, AP, the charts that fit. */
    public static final ReportHints DEFAULT = new ReportHints(Layout.DEFAULT, List.of("AP"));

    /** Defensive copy. */
    public ReportHints {
      metrics = List.copyOf(metrics);
    }
  }
}
