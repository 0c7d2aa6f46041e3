package org.sdptbench.baselines.pmf;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Encoders;
import org.sdptbench.glip.peft.ImageEncoding;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;

/**
 * Encoders of plain numbers. In layer i, a token x of n becomes x + sin((i + 1)·mean of all n).
 *
 * @param layers layers of each
 * @param image tokens of each image [B][n][C]
 * @param text tokens of the caption [L][d]
 */
record FakeEncoders(int layers, double[][][] image, double[][] text) implements Encoders {
  static double[][] layer(int index, double[][] tokens) {
    int width = tokens[0].length;
    double[][] after = new double[tokens.length][width];
    for (int c = 0; c < width; c++) {
      double sum = 0;
      for (double[] token : tokens) {
        sum += token[c];
      }
      for (int t = 0; t < tokens.length; t++) {
        after[t][c] = tokens[t][c] + Math.sin((index + 1) * sum / tokens.length);
      }
    }
    return after;
  }

  /** Rows one after the other. */
  static double[][] joined(double[][]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  static double[] flat(double[][][] values) {
    return Arrays.stream(values).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
  }

  @Override
  public ImageEncoding images(NDArray images) {
    return new Image(new Run(layers, List.of(image)));
  }

  @Override
  public TextEncoding text(NDArray ids, NDArray mask) {
    return new Text(new Run(layers, Collections.singletonList(text)), mask);
  }

  @Override
  public Encoders frozen() {
    return this;
  }

  /** One encoder on its way. */
  private static final class Run {
    private final int layers;
    private List<double[][]> sequences;
    private int next;

    Run(int layers, List<double[][]> sequences) {
      this.layers = layers;
      this.sequences = sequences;
    }

    /** What the next layer makes of all tokens, the given ones last. */
    private List<double[][]> through(NDArray tokens) {
      long[] shape = tokens.getShape().getShape();
      int batch = shape.length == 3 ? Math.toIntExact(shape[0]) : sequences.size();
      int k = Math.toIntExact(shape[shape.length - 2]);
      int width = Math.toIntExact(shape[shape.length - 1]);
      double[] values = tokens.toDoubleArray();
      List<double[][]> after = new ArrayList<>();
      for (int b = 0; b < batch; b++) {
        double[][] own = new double[k][];
        for (int t = 0; t < k; t++) {
          int from = ((shape.length == 3 ? b * k : 0) + t) * width;
          own[t] = Arrays.copyOfRange(values, from, from + width);
        }
        after.add(layer(next, joined(sequences.get(sequences.size() == 1 ? 0 : b), own)));
      }
      return after;
    }

    private static NDArray array(List<double[][]> sequences) {
      double[][] first = sequences.get(0);
      return Ops.of(
          flat(sequences.toArray(double[][][]::new)),
          sequences.size(),
          first.length,
          first[0].length);
    }

    NDArray peek(NDArray tokens) {
      return array(tails(through(tokens)));
    }

    NDArray step(NDArray tokens) {
      List<double[][]> after = through(tokens);
      NDArray tails = array(tails(after));
      int length = sequences.get(0).length;
      sequences = after.stream().map(all -> Arrays.copyOf(all, length)).toList();
      next++;
      return tails;
    }

    private List<double[][]> tails(List<double[][]> after) {
      int length = sequences.get(0).length;
      return after.stream().map(all -> Arrays.copyOfRange(all, length, all.length)).toList();
    }

    void advanceTo(int layer) {
      for (; next < layer; next++) {
        sequences = sequences.stream().map(tokens -> layer(next, tokens)).toList();
      }
    }

    NDArray finish() {
      advanceTo(layers);
      return array(sequences);
    }
  }

  private record Image(Run run) implements ImageEncoding {
    @Override
    public int blocks() {
      return run.layers;
    }

    @Override
    public int next() {
      return run.next;
    }

    @Override
    public NDArray map() {
      return Run.array(run.sequences);
    }

    @Override
    public NDArray peek(NDArray tokens) {
      return run.peek(tokens);
    }

    @Override
    public @Nullable NDArray step(@Nullable NDArray tokens) {
      if (tokens == null) {
        throw new UnsupportedOperationException("a step without tokens");
      }
      return run.step(tokens);
    }

    @Override
    public void advanceTo(int block) {
      run.advanceTo(block);
    }

    @Override
    public List<NDArray> finish() {
      return List.of(run.finish());
    }
  }

  private record Text(Run run, NDArray mask) implements TextEncoding {
    @Override
    public int layers() {
      return run.layers;
    }

    @Override
    public int next() {
      return run.next;
    }

    @Override
    public TextState state() {
      return new TextState(Run.array(run.sequences), mask);
    }

    @Override
    public NDArray peek(NDArray tokens) {
      return run.peek(tokens);
    }

    @Override
    public NDArray step(NDArray tokens) {
      return run.step(tokens);
    }

    @Override
    public void advanceTo(int layer) {
      run.advanceTo(layer);
    }

    @Override
    public TextState finish() {
      return new TextState(run.finish(), mask);
    }
  }
}
