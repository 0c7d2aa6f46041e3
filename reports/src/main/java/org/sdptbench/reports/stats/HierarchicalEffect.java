package org.sdptbench.reports.stats;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Effect of one method against another over several tasks, each measured with several seeds.
 *
 * <p>The effect is the mean over tasks of a task's mean difference by seed; each task counts once,
 * however many seeds it has. The tasks are the repetitions: seeds of one task share its images and
 * classes, so that pooling them would count what they have in common several times and give an
 * interval that is too narrow. What seeds add to the scatter of the tasks' means is part of it.
 *
 * <ul>
 *   <li>{@code overTasks}, the t interval of the tasks' means, says where the mean over all tasks
 *       of this kind lies, if the effects are about normal over tasks. It is the one to report.
 *   <li>{@code clusterBootstrap} says the same without normality: whole tasks are drawn with
 *       replacement, each with all its seeds, and the interval is the middle 95 % of the means
 *       (Davison and Hinkley 1997, §3.8, their strategy 1). With fewer than about {@value
 *       #FEWEST_TO_BOOTSTRAP} tasks it is too narrow (Cameron, Gelbach and Miller 2008); if it then
 *       excludes zero where the t interval does not, believe the latter. With more, a clear
 *       disagreement means that a few tasks carry the effect.
 * </ul>
 *
 * <p>Neither says anything about a task alone, nor about tasks of another kind.
 *
 * @param tasks number of tasks
 * @param mean mean over tasks of the tasks' mean differences
 * @param overTasks t interval over tasks; absent for a single task
 * @param clusterBootstrap percentile interval over resampled tasks; absent for a single task
 */
public record HierarchicalEffect(
    int tasks, double mean, @Nullable Interval overTasks, @Nullable Interval clusterBootstrap) {

  /** Fewest tasks with which the bootstrap of tasks is not plainly too narrow. */
  public static final int FEWEST_TO_BOOTSTRAP = 10;

  private static final int RESAMPLES = 10_000;

  /** Any number does; it must stay the same for the same report to give the same bytes. */
  private static final long SEED = 2024;

  /**
   * Estimates the effect.
   *
   * @param differences for each task its differences by seed
   * @throws IllegalArgumentException without tasks, if a task has no differences, or one is not
   *     finite
   */
  public static HierarchicalEffect of(List<List<Double>> differences) {
    List<Double> means = taskMeans(differences);
    Estimate estimate = Estimate.of(means);
    return new HierarchicalEffect(
        means.size(),
        estimate.mean(),
        estimate.interval(),
        means.size() < 2 ? null : bootstrap(means));
  }

  /**
   * Mean difference of each task.
   *
   * @throws IllegalArgumentException if a task has no differences, or one is not finite
   */
  public static List<Double> taskMeans(List<List<Double>> differences) {
    return differences.stream().map(task -> new Sample(task).mean()).toList();
  }

  /** A task's seeds are drawn as a whole, so its mean stands for them. */
  private static Interval bootstrap(List<Double> means) {
    Random random = new Random(SEED);
    double[] replicates = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int draw = 0; draw < means.size(); draw++) {
        replicates[i] += means.get(random.nextInt(means.size())) / means.size();
      }
    }
    return Interval.ofReplicates(replicates);
  }
}
