package org.sdptbench.glip.peft;

/**
 * How a method runs both encoders where one must see what the other makes of its input, or where it
 * adds to the loss.
 */
@FunctionalInterface
public interface Coupling {
  /**
   * Encodes images and their caption.
   *
   * <p>The encoders ask every hook of the adaptation as they do without coupling, its own included.
   *
   * @param encoders the encoders, to be run block by block
   * @param input images, caption and, while training, the classes that the images show
   */
  Encoded encode(Encoders encoders, EncoderInput input);
}
