package org.sdptbench.glip.golden;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.vision.Swin;

/**
 * What a whole GLIP computes on its way, by the names of golden sets.
 *
 * @param byName C2 …, P3 …, lang.hidden, lang.embedded, tower.hidden, tower.P3 …, and the
 *     predictions of each level
 * @param predictions of all levels
 */
public record ModelOutputs(Map<String, NDArray> byName, Predictions predictions) {

  /**
   * Runs a model.
   *
   * @param images [B, 3, H, W]
   * @param ids token ids [B, L]
   * @param mask [B, L]
   */
  public static ModelOutputs of(Glip glip, Pass pass, NDArray images, NDArray ids, NDArray mask) {
    Map<String, NDArray> outputs = new LinkedHashMap<>();
    putAll(outputs, "C", 2, body(glip, pass, images));
    List<NDArray> levels = glip.encodeImages(pass, images);
    putAll(outputs, "P", 3, levels);
    TextState text = glip.encodeText(pass, ids, mask);
    outputs.put("lang.hidden", text.hidden());
    outputs.put("lang.embedded", TextOutputs.embedded(text));
    FusionInput fused = glip.fuse(pass, new FusionInput(levels, text.hidden(), text.mask()));
    outputs.put("tower.hidden", fused.text());
    putAll(outputs, "tower.P", 3, fused.levels());
    Predictions predictions = glip.predict(pass, fused);
    outputs.putAll(LevelPredictions.of(predictions, levels).byName());
    return new ModelOutputs(outputs, predictions);
  }

  private static List<NDArray> body(Glip glip, Pass pass, NDArray images) {
    return new Swin(Sites.VISION + "body.", glip.config().vision()).forward(pass, images);
  }

  private static void putAll(
      Map<String, NDArray> outputs, String letter, int first, List<NDArray> levels) {
    for (int i = 0; i < levels.size(); i++) {
      outputs.put(letter + (first + i), levels.get(i));
    }
  }

  /** The values of an output, row-major. */
  public float[] values(String name) {
    NDArray array = byName.get(name);
    if (array == null) {
      throw new NoSuchElementException("no output %s among %s".formatted(name, byName.keySet()));
    }
    return array.toFloatArray();
  }
}
