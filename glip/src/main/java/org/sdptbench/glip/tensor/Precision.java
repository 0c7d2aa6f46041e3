package org.sdptbench.glip.tensor;

/**
 * How linear layers, convolutions and attention multiply.
 *
 * <p>Everything between products stays in float32: parameters and their gradients, normalisations,
 * softmaxes, residuals, the loss, and the layers whose outputs are offsets, boxes and logits. So
 * the numbers are those of mixed precision as PyTorch's {@code autocast} does it, from which only
 * the list of the layers differs. Factors are rounded where they are multiplied, as DJL cannot hold
 * arrays of bfloat16 (its JVM binding ends the process); weights in memory stay float32. There is
 * no float16, whose small range of exponents would need its losses scaled.
 */
public enum Precision {
  /** In float32. */
  FLOAT32,
  /** Both factors are rounded to bfloat16, eight bits of mantissa, and summed in float32. */
  BFLOAT16;

  /** Whether factors are rounded to 16 bits. */
  public boolean half() {
    return this == BFLOAT16;
  }
}
