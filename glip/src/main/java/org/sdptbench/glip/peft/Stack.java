package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * Adaptations on top of one another; only the last one has parameters to train.
 *
 * @param parts none of them a stack, the innermost first
 */
record Stack(List<Adaptation> parts) implements Adaptation {
  /** Over adaptations and stacks. */
  Stack {
    parts = parts.stream().flatMap(part -> part.parts().stream()).toList();
  }

  @Override
  public Params params() {
    return parts.isEmpty() ? Params.none() : parts.get(parts.size() - 1).params();
  }

  @Override
  public @Nullable NDArray replacement(String name) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      NDArray array = parts.get(i).replacement(name);
      if (array != null) {
        return array;
      }
    }
    return null;
  }

  @Override
  public Reach reach() {
    return parts.stream().map(Adaptation::reach).min(Reach::compareTo).orElse(Reach.PREDICTION);
  }

  @Override
  public Adaptation over(Params params) {
    if (parts.isEmpty()) {
      return this;
    }
    List<Adaptation> replaced = new ArrayList<>(parts);
    replaced.set(parts.size() - 1, parts.get(parts.size() - 1).over(params));
    return new Stack(replaced);
  }

  @Override
  public NDArray linear(String site, NDArray x, NDArray y) {
    NDArray result = y;
    for (Adaptation part : parts) {
      result = part.linear(site, x, result);
    }
    return result;
  }

  @Override
  public Optional<NDArray> weight(String site, NDArray weight) {
    Optional<NDArray> result = Optional.of(weight);
    for (Adaptation part : parts) {
      result = result.flatMap(present -> part.weight(site, present));
    }
    return result;
  }

  @Override
  public List<Prompts> prompts() {
    return parts.stream().flatMap(part -> part.prompts().stream()).toList();
  }

  @Override
  public FusionInput beforeFusion(FusionInput input) {
    FusionInput result = input;
    for (Adaptation part : parts) {
      result = part.beforeFusion(result);
    }
    return result;
  }

  @Override
  public Optional<FusionTokens> fusionTokens(int layer) {
    Optional<FusionTokens> result = Optional.empty();
    for (Adaptation part : parts) {
      Optional<FusionTokens> next = part.fusionTokens(layer);
      result =
          result.isPresent() && next.isPresent()
              ? Optional.of(join(result.get(), next.get()))
              : result.or(() -> next);
    }
    return result;
  }

  private static FusionTokens join(FusionTokens a, FusionTokens b) {
    if (a instanceof FusionTokens.Latent first
        && b instanceof FusionTokens.Latent second
        && first.textVisible() == second.textVisible()) {
      return new FusionTokens.Latent(
          cat(first.image(), second.image()),
          cat(first.text(), second.text()),
          first.textVisible());
    }
    throw new IllegalArgumentException(
        "two adaptations with tokens in the same fusion layer stack only if both use latent tokens"
            + " with the same mask");
  }

  private static @Nullable NDArray cat(@Nullable NDArray a, @Nullable NDArray b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    Shape shape = a.getShape();
    return Ops.cat(List.of(a, b), shape.dimension() - 2);
  }

  @Override
  public Optional<Coupling> coupling() {
    List<Coupling> couplings =
        parts.stream().map(Adaptation::coupling).flatMap(Optional::stream).toList();
    if (couplings.size() > 1) {
      throw new IllegalArgumentException(
          "of adaptations on top of one another at most one may couple the encoders, found "
              + couplings.size());
    }
    return couplings.stream().findFirst();
  }

  /** Only the last part is in training; those below are as they are outside of it. */
  @Override
  public Adaptation atStep(int step) {
    if (parts.isEmpty()) {
      return this;
    }
    List<Adaptation> stepped = new ArrayList<>(parts);
    stepped.set(parts.size() - 1, parts.get(parts.size() - 1).atStep(step));
    return new Stack(stepped);
  }

  @Override
  public void close() {
    parts.forEach(Adaptation::close);
  }
}
