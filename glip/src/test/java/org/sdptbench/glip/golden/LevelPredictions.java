package org.sdptbench.glip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.tensor.Ops;

/**
 * Predictions level by level, as the official code has them.
 *
 * @param tokenLogits of each level [B, H·W, L]
 * @param boxRegression of each level [B, 4, H, W]
 * @param centerness of each level [B, 1, H, W]
 */
public record LevelPredictions(
    List<NDArray> tokenLogits, List<NDArray> boxRegression, List<NDArray> centerness) {

  /** Splits the predictions of these feature maps. */
  public static LevelPredictions of(Predictions all, List<NDArray> maps) {
    List<NDArray> tokenLogits = new ArrayList<>();
    List<NDArray> boxRegression = new ArrayList<>();
    List<NDArray> centerness = new ArrayList<>();
    long start = 0;
    for (NDArray map : maps) {
      Shape shape = map.getShape();
      long h = shape.get(2);
      long w = shape.get(3);
      tokenLogits.add(Ops.contiguous(Ops.narrow(all.tokenLogits(), 1, start, h * w)));
      NDArray boxes = Ops.permute(Ops.narrow(all.boxRegression(), 1, start, h * w), 0, 2, 1);
      boxRegression.add(Ops.reshape(Ops.contiguous(boxes), shape.get(0), 4, h, w));
      NDArray central = Ops.contiguous(Ops.narrow(all.centerness(), 1, start, h * w));
      centerness.add(Ops.reshape(central, shape.get(0), 1, h, w));
      start += h * w;
    }
    return new LevelPredictions(tokenLogits, boxRegression, centerness);
  }

  /** By the names that golden sets use: {@code bbox_reg.0} and so on. */
  public Map<String, NDArray> byName() {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < tokenLogits.size(); i++) {
      named.put("dot_product_logits." + i, tokenLogits.get(i));
      named.put("bbox_reg." + i, boxRegression.get(i));
      named.put("centerness." + i, centerness.get(i));
    }
    return named;
  }
}
