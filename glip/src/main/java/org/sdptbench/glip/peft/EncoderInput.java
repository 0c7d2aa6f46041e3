package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Ops;

/**
 * What both encoders are given: images of one size under one caption.
 *
 * @param images [B, 3, H, W], normalised
 * @param ids token ids of the caption [1, L], int64; [B, L] where each image has it for itself
 * @param mask as {@code ids}, int64, 1 for tokens, 0 for padding
 * @param classTokens boolean [C, L]: whether a token stands for a class of the caption
 * @param present [B, C], 1 where an image shows an object of the class, else 0; null outside
 *     training, where nobody knows
 */
public record EncoderInput(
    NDArray images, NDArray ids, NDArray mask, NDArray classTokens, @Nullable NDArray present) {

  /** The same with as many captions as images. */
  public EncoderInput perImage() {
    long images = this.images.getShape().get(0);
    return new EncoderInput(
        this.images, Ops.repeated(ids, images), Ops.repeated(mask, images), classTokens, present);
  }
}
