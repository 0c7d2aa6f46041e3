package org.sdptbench.baselines.upt;

import java.util.Arrays;
import org.sdptbench.glip.tensor.Params;

/** UPT's joint block as a naive program over rows. */
record UptDefinition(Params params) {
  /** Groups of prompts, joined, after the block; width 128. */
  double[][] block(double[][]... groups) {
    double[][] x = Arrays.stream(groups).flatMap(Arrays::stream).toArray(double[][]::new);
    double[][] attended = sum(x, linear("upt.block.attn.out", attention(norm("ln_1", x))));
    double[][] inner = linear("upt.block.mlp.fc1", norm("ln_2", attended));
    for (double[] row : inner) {
      Arrays.setAll(row, i -> row[i] / (1 + Math.exp(-1.702 * row[i])));
    }
    return sum(attended, linear("upt.block.mlp.fc2", inner));
  }

  private double[][] attention(double[][] x) {
    double[][] qkv = linear("upt.block.attn.qkv", x);
    int width = x[0].length;
    double[][] y = new double[x.length][width];
    for (int i = 0; i < x.length; i++) {
      double[] weights = new double[x.length];
      double total = 0;
      for (int j = 0; j < x.length; j++) {
        double score = 0;
        for (int c = 0; c < width; c++) {
          score += qkv[i][c] * qkv[j][width + c];
        }
        weights[j] = Math.exp(score / Math.sqrt(width));
        total += weights[j];
      }
      for (int j = 0; j < x.length; j++) {
        for (int c = 0; c < width; c++) {
          y[i][c] += weights[j] / total * qkv[j][2 * width + c];
        }
      }
    }
    return y;
  }

  /** x·Wᵀ + b. */
  double[][] linear(String name, double[][] x) {
    double[][] weight = rows(name + ".weight");
    double[] bias = params.get(name + ".bias").toDoubleArray();
    double[][] y = new double[x.length][weight.length];
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < weight.length; o++) {
        y[i][o] = bias[o];
        for (int c = 0; c < x[i].length; c++) {
          y[i][o] += x[i][c] * weight[o][c];
        }
      }
    }
    return y;
  }

  private double[][] norm(String name, double[][] x) {
    double[] weight = params.get("upt.block." + name + ".weight").toDoubleArray();
    double[] bias = params.get("upt.block." + name + ".bias").toDoubleArray();
    double[][] y = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      double[] row = x[i];
      double mean = Arrays.stream(row).average().orElseThrow();
      double variance =
          Arrays.stream(row).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      double[] out = new double[row.length];
      Arrays.setAll(out, c -> (row[c] - mean) / Math.sqrt(variance + 1e-5) * weight[c] + bias[c]);
      y[i] = out;
    }
    return y;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] y = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      double[] left = a[i];
      double[] right = b[i];
      double[] out = new double[left.length];
      Arrays.setAll(out, c -> left[c] + right[c]);
      y[i] = out;
    }
    return y;
  }

  /** A matrix of a name by rows. */
  double[][] rows(String name) {
    double[] values = params.get(name).toDoubleArray();
    int width = Math.toIntExact(params.shape(name).get(1));
    double[][] rows = new double[values.length / width][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * width, (i + 1) * width));
    return rows;
  }
}
