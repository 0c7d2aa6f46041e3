package org.sdptbench.glip.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.SaliencyMap;

/**
 * How the words of classes attend to an image: the text-to-image attention of the fusion layers
 * (the softmax over all image positions; SDPT, fuse_helper.py L396–414), averaged over heads, over
 * the tokens of a class and over all fusion layers, at the finest pyramid level.
 *
 * <p>The weights are those of the softmax, which runs over the positions of all levels, of padding
 * and of the prompts that an adaptation appends. What coarser levels, padding and prompts receive
 * is left out and not given back: a map sums to the share of attention that the finest level
 * receives, at most 1. Renormalising would hide how much of the attention prompts take.
 *
 * <p>Used once, for one image:
 *
 * <pre>{@code
 * ClassAttention attention = new ClassAttention(caption.positiveMap().positions());
 * glip.fuse(pass, encoded, attention);
 * List<SaliencyMap> maps = attention.maps();
 * }</pre>
 */
public final class ClassAttention implements FusionObserver {
  private final List<List<Integer>> classTokens;
  private final List<double[]> sums = new ArrayList<>();
  private int layers;
  private int rows;
  private int columns;

  /**
   * For classes of a caption.
   *
   * @param classTokens for each class the positions of its tokens, at least one
   */
  public ClassAttention(List<List<Integer>> classTokens) {
    this.classTokens = classTokens.stream().map(List::copyOf).toList();
  }

  @Override
  public void entering(Pass pass, FusionLayer layer, FusionInput input) {
    NDArray finest = input.levels().get(0);
    if (finest.getShape().get(0) != 1) {
      throw new IllegalArgumentException("needed is one image, found " + finest.getShape());
    }
    rows = Math.toIntExact(finest.getShape().get(2));
    columns = Math.toIntExact(finest.getShape().get(3));
    double[] words = words(pass, layer, input);
    for (int c = 0; c < classTokens.size(); c++) {
      if (layers == 0) {
        sums.add(new double[rows * columns]);
      }
      add(words, classTokens.get(c), sums.get(c));
    }
    layers++;
  }

  /** What each text token pays to the finest level, averaged over heads: [L, H, W] in one row. */
  private static double[] words(Pass pass, FusionLayer layer, FusionInput input) {
    try (Scope scope = new Scope()) {
      NDArray mean = Ops.mean(layer.textToImage(pass, input).get(0), false, 1);
      return Ops.castLike(mean, Ops.full(0, DataType.FLOAT64, 1)).toDoubleArray();
    }
  }

  private static void add(double[] words, List<Integer> tokens, double[] sum) {
    for (int token : tokens) {
      for (int p = 0; p < sum.length; p++) {
        sum[p] += words[token * sum.length + p] / tokens.size();
      }
    }
  }

  /**
   * The map of each class.
   *
   * @throws IllegalStateException if nothing was fused
   */
  public List<SaliencyMap> maps() {
    if (layers == 0) {
      throw new IllegalStateException(
          "no fusion layer was entered; a model without fusion has no such maps");
    }
    return sums.stream().map(this::mean).toList();
  }

  private SaliencyMap mean(double[] sum) {
    double[] mean = new double[sum.length];
    for (int p = 0; p < mean.length; p++) {
      mean[p] = sum[p] / layers;
    }
    return new SaliencyMap(rows, columns, mean);
  }
}
