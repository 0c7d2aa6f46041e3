package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * AdamW as {@code torch.optim.AdamW} documents it, with parameter groups and clipping of the global
 * norm as {@code clip_grad_norm_}.
 */
public final class AdamW implements AutoCloseable {

  /**
   * What differs between parameters.
   *
   * @param rateFactor multiplies the learning rate
   * @param weightDecay decoupled weight decay
   */
  public record Group(double rateFactor, double weightDecay) {}

  /**
   * What all parameters share.
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   * @param maxNorm largest global norm of the gradient; infinite means no clipping
   */
  public record Settings(double beta1, double beta2, double epsilon, double maxNorm) {
    /** PyTorch's defaults. */
    public static Settings clippedAt(double maxNorm) {
      return new Settings(0.9, 0.999, 1e-8, maxNorm);
    }
  }

  /**
   * Tables of more rows than this are updated by the rows that a gradient has reached. They are the
   * embeddings of vocabularies, of which a data set's class names use a few words.
   */
  private static final long SMALL_TABLE = 4096;

  /**
   * @param reached of a large table, which rows had a gradient other than 0 in any step
   */
  private record Slot(
      NDArray value,
      NDArray first,
      NDArray second,
      @Nullable NDArray reached,
      Group group,
      int[] steps) {}

  private final Settings settings;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /** An optimiser of all values of {@code params}; {@code groups} tells each name's group. */
  public AdamW(Params params, Function<String, Group> groups, Settings settings) {
    this.settings = settings;
    for (String name : params.names()) {
      NDArray value = params.get(name);
      slots.put(
          name,
          new Slot(
              value,
              Scope.keep(Ops.zerosLike(value)),
              Scope.keep(Ops.zerosLike(value)),
              isLargeTable(value) ? Scope.keep(noRows(value)) : null,
              groups.apply(name),
              new int[1]));
    }
  }

  private static boolean isLargeTable(NDArray value) {
    return value.getShape().dimension() == 2 && value.getShape().get(0) > SMALL_TABLE;
  }

  private static NDArray noRows(NDArray table) {
    return Ops.of(new boolean[Math.toIntExact(table.getShape().get(0))], table.getShape().get(0));
  }

  /**
   * One step, after which the gradients are cleared.
   *
   * <p>Parameters that no backward pass has ever reached keep their value and moments. One that was
   * reached before, but not since the last step, has the gradient 0: its moments decay and still
   * move it, as in PyTorch where {@code zero_grad} sets gradients to 0 instead of none.
   *
   * @param learningRate rate before the groups' factors
   * @param replicas parameter sets whose gradients are summed with equal weight 1; empty means the
   *     gradients of the optimised values themselves
   * @return the global gradient norm before clipping
   */
  public double step(double learningRate, List<Params> replicas) {
    try (Scope scope = new Scope();
        GradMode off = GradMode.off()) {
      Map<Slot, NDArray> gradients = gradients(replicas);
      double norm = norm(gradients.values());
      // As clip_grad_norm_: the 1e-6 belongs to PyTorch's definition.
      double scale = Math.min(1.0, settings.maxNorm / (norm + 1e-6));
      gradients.forEach((slot, gradient) -> update(slot, gradient, scale, learningRate));
      slots.forEach((name, slot) -> leaves(name, slot, replicas).forEach(Gradients::clear));
      return norm;
    }
  }

  /** What collects the gradients of a slot. */
  private static List<NDArray> leaves(String name, Slot slot, List<Params> replicas) {
    return replicas.isEmpty()
        ? List.of(slot.value)
        : replicas.stream().map(replica -> replica.get(name)).toList();
  }

  /** The gradients themselves where there is but one leaf, which the update then overwrites. */
  private Map<Slot, NDArray> gradients(List<Params> replicas) {
    Map<Slot, NDArray> gradients = new LinkedHashMap<>();
    slots.forEach(
        (name, slot) -> {
          NDArray sum = null;
          for (NDArray leaf : leaves(name, slot, replicas)) {
            NDArray gradient = Gradients.of(leaf);
            if (gradient != null) {
              sum = sum == null ? gradient : Ops.add(sum, gradient);
            }
          }
          if (sum != null) {
            gradients.put(slot, sum);
          }
        });
    return gradients;
  }

  private static double norm(Iterable<NDArray> gradients) {
    double squares = 0;
    for (NDArray gradient : gradients) {
      squares += Ops.value(Script.call("square_sum", gradient));
    }
    return Math.sqrt(squares);
  }

  private void update(Slot slot, NDArray gradient, double scale, double learningRate) {
    int step = ++slot.steps[0];
    double[] numbers = {
      scale,
      learningRate * slot.group.rateFactor(),
      settings.beta1,
      settings.beta2,
      settings.epsilon,
      slot.group.weightDecay(),
      1 - Math.pow(settings.beta1, step),
      Math.sqrt(1 - Math.pow(settings.beta2, step))
    };
    if (slot.reached == null) {
      Script.call("adamw", slot.value, gradient, slot.first, slot.second, numbers);
    } else {
      Script.call(
          "adamw_table", slot.value, gradient, slot.first, slot.second, slot.reached, numbers);
    }
  }

  /** The moments and step counts, for a checkpoint. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    slots.forEach(
        (name, slot) -> {
          state.put(name + ".exp_avg", slot.first);
          state.put(name + ".exp_avg_sq", slot.second);
          state.put(name + ".step", Ops.of(new long[] {slot.steps[0]}, 1));
        });
    return state;
  }

  /** Continues from a saved state. */
  public void restore(Map<String, NDArray> state) {
    try (Scope scope = new Scope();
        GradMode off = GradMode.off()) {
      slots.forEach(
          (name, slot) -> {
            Ops.assign(slot.first, saved(state, name + ".exp_avg"));
            Ops.assign(slot.second, saved(state, name + ".exp_avg_sq"));
            slot.steps[0] = Math.toIntExact(saved(state, name + ".step").toLongArray()[0]);
            if (slot.reached != null) {
              Ops.assign(slot.reached, noRows(slot.value));
              Script.call("reach", slot.reached, slot.first);
              Script.call("reach", slot.reached, slot.second);
            }
          });
    }
  }

  private static NDArray saved(Map<String, NDArray> state, String name) {
    NDArray array = state.get(name);
    if (array == null) {
      throw new IllegalArgumentException("the optimiser's state lacks " + name);
    }
    return array;
  }

  @Override
  public void close() {
    slots
        .values()
        .forEach(
            slot -> {
              slot.first.close();
              slot.second.close();
              if (slot.reached != null) {
                slot.reached.close();
              }
            });
  }
}
