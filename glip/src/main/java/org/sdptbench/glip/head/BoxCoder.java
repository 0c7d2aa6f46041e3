package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;

/**
 * Boxes relative to anchors: (10·Δx/w, 10·Δy/h, 5·log(w'/w), 5·log(h'/h)) for the centres' distance
 * and sizes in the "+1" convention (GLIP maskrcnn_benchmark/modeling/rpn/vldyhead.py, BoxCoder).
 * Growth is limited to a factor of 1000/16 when decoding. Arithmetic is float32, as in GLIP.
 */
final class BoxCoder {
  /** Largest decoded log(w'/w). */
  static final double MAX_GROWTH = Math.log(1000.0 / 16);

  private static final float CENTRE = 10;
  private static final float SIZE = 5;

  private BoxCoder() {}

  /** Encodes the box at {@code box[b]} relative to the anchor at {@code anchor[a]}. */
  static void encode(float[] box, int b, float[] anchor, int a, float[] code, int c) {
    for (int axis = 0; axis < 2; axis++) {
      float low = anchor[a + axis];
      float high = anchor[a + 2 + axis];
      float size = high - low + 1;
      float boxLow = box[b + axis];
      float boxHigh = box[b + 2 + axis];
      code[c + axis] = CENTRE * ((boxHigh + boxLow) / 2 - (high + low) / 2) / size;
      code[c + 2 + axis] = SIZE * (float) Math.log((boxHigh - boxLow + 1) / size);
    }
  }

  /** Decodes a regression at {@code code[c]} relative to the anchor at {@code anchor[a]}. */
  static void decode(float[] code, int c, float[] anchor, int a, float[] box, int b) {
    for (int axis = 0; axis < 2; axis++) {
      float low = anchor[a + axis];
      float high = anchor[a + 2 + axis];
      float size = high - low + 1;
      float growth = Math.min(code[c + 2 + axis] / SIZE, (float) MAX_GROWTH);
      float centre = code[c + axis] / CENTRE * size + (high + low) / 2;
      float half = 0.5f * ((float) Math.exp(growth) * size - 1);
      box[b + axis] = centre - half;
      box[b + 2 + axis] = centre + half;
    }
  }

  /** Decodes [P, 4] relative to anchors [P, 4]; differentiable. */
  static NDArray decode(NDArray code, NDArray anchors) {
    return HeadKernels.decodeBoxes(code, anchors, MAX_GROWTH);
  }
}
