package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Ops;

/**
 * Prompt tokens on their way through an encoder: side by side for its layers, but each owner's
 * apart. Owners are an adaptation's {@link Adaptation#prompts() prompts}, and after them a {@link
 * Coupling} that gives tokens of its own.
 *
 * @param counts how many tokens each owner has; owners that are not listed have none
 * @param tokens all of them, in the owners' order [B, k, C]; null for none
 */
public record PromptTokens(List<Long> counts, @Nullable NDArray tokens) {
  /** Copies the counts. */
  public PromptTokens {
    counts = List.copyOf(counts);
  }

  /** The question for tokens, at a certain layer. */
  @FunctionalInterface
  public interface Hook {
    /**
     * Asks an owner.
     *
     * @param carried what the previous layer made of the owner's tokens [B, k, C], or null
     * @return [k, C] or [B, k, C], or null for none
     */
    @Nullable NDArray ask(Prompts owner, @Nullable NDArray carried);
  }

  /**
   * Where tokens join an encoder.
   *
   * @param name for messages
   * @param batch B
   * @param width C
   */
  public record Place(String name, long batch, long width) {
    /**
     * Tokens for every sample, [k, C] or [B, k, C] to [B, k, C].
     *
     * @throws IllegalArgumentException if they have another shape
     */
    public NDArray fit(NDArray tokens) {
      Shape shape = tokens.getShape();
      int axes = shape.dimension();
      boolean shared = axes == 2;
      if (!(shared || axes == 3 && shape.get(0) == batch) || shape.get(axes - 1) != width) {
        throw new IllegalArgumentException(
            "tokens of %s have shape %s; allowed are [k, %s] and [%s, k, %s]"
                .formatted(name, shape, width, batch, width));
      }
      return shared ? Ops.expand(tokens, batch, shape.get(0), width) : tokens;
    }
  }

  /** Nobody's, as before the first layer. */
  public static PromptTokens none() {
    return new PromptTokens(List.of(), null);
  }

  /**
   * What the owners put in next; each sees what became of its own tokens only.
   *
   * @throws IllegalArgumentException if tokens do not fit
   */
  public PromptTokens next(List<Prompts> owners, Place place, Hook hook) {
    PromptTokens result = none();
    for (int i = 0; i < owners.size(); i++) {
      NDArray own = hook.ask(owners.get(i), of(i));
      result = result.and(own == null ? null : place.fit(own));
    }
    return result;
  }

  /** With one more owner, of [B, k, C] or of none. */
  public PromptTokens and(@Nullable NDArray own) {
    List<Long> more = new ArrayList<>(counts);
    more.add(own == null ? 0 : own.getShape().get(1));
    if (tokens == null || own == null) {
      return new PromptTokens(more, own == null ? tokens : own);
    }
    return new PromptTokens(more, Ops.cat(List.of(tokens, own), 1));
  }

  /** Those of one owner [B, k, C]; null for none. */
  public @Nullable NDArray of(int owner) {
    long count = owner < counts.size() ? counts.get(owner) : 0;
    return count == 0 ? null : narrow(before(owner), count);
  }

  /** Those of the first owners only. */
  public PromptTokens first(int owners) {
    long count = before(owners);
    return new PromptTokens(
        counts.subList(0, Math.min(owners, counts.size())), count == 0 ? null : narrow(0, count));
  }

  /** The same owners' tokens as a layer has left them, in the same order. */
  public PromptTokens become(@Nullable NDArray after) {
    return new PromptTokens(counts, after);
  }

  private long before(int owner) {
    return counts.stream().limit(owner).mapToLong(Long::longValue).sum();
  }

  private @Nullable NDArray narrow(long start, long count) {
    return tokens == null || count == tokens.getShape().get(1)
        ? tokens
        : Ops.narrow(tokens, 1, start, count);
  }
}
