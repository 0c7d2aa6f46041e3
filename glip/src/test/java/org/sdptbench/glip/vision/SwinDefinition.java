package org.sdptbench.glip.vision;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.tensor.Params;

/**
 * A Swin block for one image as a naive program: for every token, the tokens it attends to are
 * looked up by their coordinates. Shares no code with what it checks.
 */
final class SwinDefinition {
  private final Params params;
  private final String prefix;
  private final int window;
  private final int shift;
  private final int heads;

  SwinDefinition(Params params, String prefix, int window, int shift, int heads) {
    this.params = params;
    this.prefix = prefix;
    this.window = window;
    this.shift = shift;
    this.heads = heads;
  }

  record Output(double[] map, double[] tokens) {}

  /** A token in a window: its place in the rolled map, or a prompt. */
  private record Member(int y, int x, double[] q, double[] k, double[] v) {
    boolean prompt() {
      return y < 0;
    }
  }

  Output block(double[] map, int height, int width, int c, double[] prompts) {
    int rows = (height + window - 1) / window;
    int columns = (width + window - 1) / window;
    int prompted = prompts.length / c;
    double[] outMap = map.clone();
    double[] outTokens = prompts.clone();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        List<Member> members = new ArrayList<>();
        for (int p = 0; p < prompted; p++) {
          members.add(member(-1, p, norm("norm1", slice(prompts, p, c))));
        }
        for (int i = 0; i < window * window; i++) {
          int y = row * window + i / window;
          int x = column * window + i % window;
          int fromY = (y + shift) % (rows * window);
          int fromX = (x + shift) % (columns * window);
          boolean padding = fromY >= height || fromX >= width;
          members.add(
              member(
                  y,
                  x,
                  padding ? new double[c] : norm("norm1", slice(map, fromY * width + fromX, c))));
        }
        for (Member member : members) {
          double[] attended =
              linear("attn.proj", attend(member, members, rows * window, columns * window));
          if (member.prompt()) {
            for (int j = 0; j < c; j++) {
              outTokens[member.x() * c + j] += attended[j] / (rows * columns);
            }
            continue;
          }
          int y = (member.y() + shift) % (rows * window);
          int x = (member.x() + shift) % (columns * window);
          if (y < height && x < width) {
            for (int j = 0; j < c; j++) {
              outMap[(y * width + x) * c + j] += attended[j];
            }
          }
        }
      }
    }
    return new Output(feedForward(outMap, c), feedForward(outTokens, c));
  }

  private Member member(int y, int x, double[] normalised) {
    double[] qkv = linear("attn.qkv", normalised);
    int c = normalised.length;
    return new Member(y, x, slice(qkv, 0, c), slice(qkv, 1, c), slice(qkv, 2, c));
  }

  private double[] attend(Member query, List<Member> members, int height, int width) {
    int c = query.q().length;
    int d = c / heads;
    double[] out = new double[c];
    for (int head = 0; head < heads; head++) {
      double[] weights = new double[members.size()];
      double sum = 0;
      for (int m = 0; m < weights.length; m++) {
        Member key = members.get(m);
        double score = 0;
        for (int j = head * d; j < (head + 1) * d; j++) {
          score += query.q()[j] * key.k()[j] / Math.sqrt(d);
        }
        if (!query.prompt() && !key.prompt()) {
          score += bias(query.y() - key.y(), query.x() - key.x(), head);
          boolean apart =
              wrapped(query.y(), height) != wrapped(key.y(), height)
                  || wrapped(query.x(), width) != wrapped(key.x(), width);
          score -= apart ? 100 : 0;
        }
        weights[m] = Math.exp(score);
        sum += weights[m];
      }
      for (int m = 0; m < weights.length; m++) {
        for (int j = head * d; j < (head + 1) * d; j++) {
          out[j] += weights[m] / sum * members.get(m).v()[j];
        }
      }
    }
    return out;
  }

  /** Whether the roll brought this coordinate here from the other side. */
  private boolean wrapped(int coordinate, int length) {
    return coordinate >= length - shift;
  }

  private double bias(int dy, int dx, int head) {
    int side = 2 * window - 1;
    int index = (dy + window - 1) * side + dx + window - 1;
    return values("attn.relative_position_bias_table")[index * heads + head];
  }

  private double[] feedForward(double[] tokens, int c) {
    double[] out = tokens.clone();
    for (int t = 0; t < tokens.length / c; t++) {
      double[] hidden = linear("mlp.fc1", norm("norm2", slice(tokens, t, c)));
      for (int j = 0; j < hidden.length; j++) {
        hidden[j] = hidden[j] * normalDistribution(hidden[j]);
      }
      double[] delta = linear("mlp.fc2", hidden);
      for (int j = 0; j < c; j++) {
        out[t * c + j] += delta[j];
      }
    }
    return out;
  }

  /** By the midpoint rule from 0, error below 1e-12. */
  private static double normalDistribution(double x) {
    int steps = 200_000;
    double h = x / steps;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double t = (i + 0.5) * h;
      sum += Math.exp(-t * t / 2);
    }
    return 0.5 + sum * h / Math.sqrt(2 * Math.PI);
  }

  private double[] norm(String name, double[] x) {
    double mean = 0;
    double square = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    for (double v : x) {
      square += (v - mean) * (v - mean) / x.length;
    }
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] =
          (x[i] - mean) / Math.sqrt(square + 1e-5) * values(name + ".weight")[i]
              + values(name + ".bias")[i];
    }
    return out;
  }

  private double[] linear(String name, double[] x) {
    double[] weight = values(name + ".weight");
    double[] out = values(name + ".bias").clone();
    for (int o = 0; o < out.length; o++) {
      for (int i = 0; i < x.length; i++) {
        out[o] += weight[o * x.length + i] * x[i];
      }
    }
    return out;
  }

  private double[] values(String name) {
    return params.get(prefix + name).toDoubleArray();
  }

  private static double[] slice(double[] values, int index, int length) {
    double[] slice = new double[length];
    System.arraycopy(values, index * length, slice, 0, length);
    return slice;
  }
}
