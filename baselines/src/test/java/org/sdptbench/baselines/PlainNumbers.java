package org.sdptbench.baselines;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.sdptbench.glip.tensor.Params;

/** Layers computed number by number, to compare with. */
public final class PlainNumbers {
  private PlainNumbers() {}

  /** The rows of a parameter, of whatever shape: the last axis is a row. */
  public static double[][] matrix(Params params, String name) {
    return matrix(params.get(name));
  }

  /** The rows of an array, of whatever shape: the last axis is a row. */
  public static double[][] matrix(NDArray array) {
    int columns = Math.toIntExact(array.getShape().get(array.getShape().dimension() - 1));
    double[] values = array.toDoubleArray();
    double[][] rows = new double[values.length / columns][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
    return rows;
  }

  /** x·Wᵀ + b. */
  public static double[][] linear(Params params, String name, double[][] x) {
    double[][] weight = matrix(params, name + ".weight");
    double[] bias = params.get(name + ".bias").toDoubleArray();
    double[][] y = new double[x.length][bias.length];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < bias.length; o++) {
        y[t][o] = bias[o] + dot(weight[o], x[t]);
      }
    }
    return y;
  }

  /** Layer normalisation with epsilon 1e-5. */
  public static double[][] layerNorm(Params params, String name, double[][] x) {
    double[] weight = params.get(name + ".weight").toDoubleArray();
    double[] bias = params.get(name + ".bias").toDoubleArray();
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] row = x[t];
      double mean = Arrays.stream(row).average().orElseThrow();
      double variance =
          Arrays.stream(row).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      double[] normal = new double[row.length];
      Arrays.setAll(
          normal, i -> (row[i] - mean) / Math.sqrt(variance + 1e-5) * weight[i] + bias[i]);
      y[t] = normal;
    }
    return y;
  }

  /** max(x, 0). */
  public static double[][] relu(double[][] x) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(v -> Math.max(0, v)).toArray())
        .toArray(double[][]::new);
  }

  /** a + b. */
  public static double[][] add(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int t = 0; t < a.length; t++) {
      for (int i = 0; i < a[t].length; i++) {
        sum[t][i] = a[t][i] + b[t][i];
      }
    }
    return sum;
  }

  /** The scalar product. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Positive numbers that sum to 1. */
  public static double[] softmax(double[] logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
  }
}
