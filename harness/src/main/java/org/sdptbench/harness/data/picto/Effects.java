package org.sdptbench.harness.data.picto;

import java.util.function.DoubleUnaryOperator;

/** Effects; ranges are drawn once per scene. */
final class Effects {
  private Effects() {}

  /** Removes the colours. */
  static Effect grey() {
    return (canvas, random) -> palette(canvas, l -> l, l -> l, l -> l);
  }

  /** Maps luminance (0 to 255) to each channel. */
  static void palette(
      Canvas canvas, DoubleUnaryOperator red, DoubleUnaryOperator green, DoubleUnaryOperator blue) {
    for (int i = 0; i < canvas.red.length; i++) {
      double l = Math.min(255, Math.max(0, luminance(canvas, i)));
      canvas.red[i] = (float) red.applyAsDouble(l);
      canvas.green[i] = (float) green.applyAsDouble(l);
      canvas.blue[i] = (float) blue.applyAsDouble(l);
    }
  }

  private static double luminance(Canvas canvas, int pixel) {
    return 0.299 * canvas.red[pixel] + 0.587 * canvas.green[pixel] + 0.114 * canvas.blue[pixel];
  }

  /** Moves every pixel towards a random colour. */
  static Effect tint(double least, double most) {
    return (canvas, random) ->
        wash(canvas, Rgb.hsv(random.uniform(), 0.7, 0.8), random.uniform(least, most));
  }

  /** Moves every pixel towards a colour. */
  static Effect wash(Rgb colour, double least, double most) {
    return (canvas, random) -> wash(canvas, colour, random.uniform(least, most));
  }

  private static void wash(Canvas canvas, Rgb colour, double amount) {
    for (int i = 0; i < canvas.red.length; i++) {
      canvas.blend(i, colour, amount);
    }
  }

  /** Changes contrast about the middle and adds to the brightness. */
  static Effect exposure(double leastContrast, double mostContrast, double shift) {
    return (canvas, random) -> {
      float gain = (float) random.uniform(leastContrast, mostContrast);
      float lift = (float) (128 - 128 * gain + random.uniform(-shift, shift));
      each(canvas, v -> v * gain + lift);
    };
  }

  /** Turns the picture into its negative. */
  static Effect invert() {
    return (canvas, random) -> each(canvas, v -> 255 - v);
  }

  /** Keeps a few levels of each channel. */
  static Effect posterise(int levels) {
    float step = 255f / (levels - 1);
    return (canvas, random) ->
        each(canvas, v -> (float) Math.floor(Math.min(255f, Math.max(0f, v)) / step + 0.5f) * step);
  }

  @FunctionalInterface
  private interface FloatOperator {
    float apply(float value);
  }

  private static void each(Canvas canvas, FloatOperator change) {
    for (int i = 0; i < canvas.red.length; i++) {
      canvas.red[i] = change.apply(canvas.red[i]);
      canvas.green[i] = change.apply(canvas.green[i]);
      canvas.blue[i] = change.apply(canvas.blue[i]);
    }
  }

  /**
   * Noise of every pixel, alike or independent in the channels: the sum of four uniform numbers,
   * close to a normal one.
   *
   * @param least smallest standard deviation, in levels of 255
   * @param most largest
   */
  static Effect grain(double least, double most) {
    return (canvas, random) -> {
      float deviation = (float) random.uniform(least, most);
      boolean coloured = random.chance(0.5);
      for (int i = 0; i < canvas.red.length; i++) {
        long bits = random.bits();
        float a = normal(bits) * deviation;
        canvas.red[i] += a;
        canvas.green[i] += coloured ? normal(bits >>> 13) * deviation : a;
        canvas.blue[i] += coloured ? normal(bits >>> 7) * deviation : a;
      }
    };
  }

  private static float normal(long bits) {
    // Four uniform numbers of 0 to 255; each has the variance (256^2 - 1) / 12.
    int sum =
        (int) (bits & 255)
            + (int) (bits >>> 16 & 255)
            + (int) (bits >>> 32 & 255)
            + (int) (bits >>> 48 & 255);
    return (sum - 510) / 147.8f;
  }

  /** Blurs with a box applied twice, its half width in pixels of a picture of 128. */
  static Effect blur(double least, double most) {
    return (canvas, random) -> {
      double radius = random.uniform(least, most) * canvas.unit();
      float[] buffer = new float[canvas.side * canvas.side];
      for (float[] channel : new float[][] {canvas.red, canvas.green, canvas.blue}) {
        for (int pass = 0; pass < 2; pass++) {
          smooth(channel, buffer, canvas.side, radius);
          smooth(buffer, channel, canvas.side, radius);
        }
      }
    };
  }

  /** Means of {@code 2 * radius + 1} pixels of a row, the outermost ones in part; transposes. */
  private static void smooth(float[] from, float[] to, int side, double radius) {
    int whole = (int) radius;
    float part = (float) (radius - whole);
    float scale = (float) (1 / (2 * radius + 1));
    float[] padded = new float[side + 2 * whole + 2];
    for (int y = 0; y < side; y++) {
      java.util.Arrays.fill(padded, 0, whole + 1, from[y * side]);
      System.arraycopy(from, y * side, padded, whole + 1, side);
      java.util.Arrays.fill(padded, side + whole + 1, padded.length, from[y * side + side - 1]);
      for (int x = 0; x < side; x++) {
        float sum = part * (padded[x] + padded[x + 2 * whole + 2]);
        for (int k = x + 1; k <= x + 2 * whole + 1; k++) {
          sum += padded[k];
        }
        to[x * side + y] = sum * scale;
      }
    }
  }

  /** Darkens towards the corners. */
  static Effect vignette(double least, double most) {
    return (canvas, random) -> {
      double amount = random.uniform(least, most);
      double half = canvas.side / 2.0;
      for (int y = 0; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          double dx = (x + 0.5 - half) / half;
          double dy = (y + 0.5 - half) / half;
          float keep = (float) (1 - amount * (dx * dx + dy * dy) / 2);
          int i = y * canvas.side + x;
          canvas.red[i] *= keep;
          canvas.green[i] *= keep;
          canvas.blue[i] *= keep;
        }
      }
    };
  }

  /** Clouds of a colour before the picture: haze, murk. */
  static Effect haze(Rgb colour, double least, double most) {
    return (canvas, random) -> {
      double amount = random.uniform(least, most);
      float[] noise =
          ValueNoise.field(canvas.side, random.uniform(20, 50) * canvas.unit(), 2, random);
      for (int i = 0; i < noise.length; i++) {
        canvas.blend(i, colour, amount * (0.4 + 1.2 * noise[i]));
      }
    };
  }

  /** Ink dots on a lattice at 45 degrees, larger where the picture is darker, mixed into it. */
  static Effect halftone(double period, double opacity) {
    return (canvas, random) -> {
      double step = Math.PI / (period * canvas.unit());
      double[] wave = new double[2 * canvas.side];
      for (int k = 0; k < wave.length; k++) {
        wave[k] = StrictMath.sin(k * step);
      }
      for (int y = 0; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          int i = y * canvas.side + x;
          double threshold = 128 + 110 * wave[x + y] * wave[x - y + canvas.side];
          double ink = Math.min(1, Math.max(-1, (threshold - luminance(canvas, i)) / 40));
          float change = (float) (60 * opacity * ink);
          canvas.red[i] -= change;
          canvas.green[i] -= change;
          canvas.blue[i] -= change;
        }
      }
    };
  }

  /** The colours of an infrared camera: black, violet, orange, yellow, white by luminance. */
  static Effect heat() {
    return (canvas, random) ->
        palette(
            canvas,
            l -> Math.min(255, l * 1.7),
            l -> Math.min(255, Math.max(0, (l - 90) * 1.6)),
            l -> l < 100 ? l * 1.3 : l < 180 ? (180 - l) * 1.6 : (l - 180) * 3.2);
  }

  /** Specks and bubbles. */
  static Effect motes(int least, int most) {
    return (canvas, random) -> {
      for (int n = random.between(least, most); n > 0; n--) {
        double radius = random.logUniform(0.6, 2.5) * canvas.unit();
        Textures.ellipse(
            canvas,
            random.uniform(0, canvas.side),
            random.uniform(0, canvas.side),
            radius,
            radius,
            0,
            new Rgb(225, 240, 240),
            random.uniform(0.15, 0.5));
      }
    };
  }

  /** One lamp in the dark. */
  static Effect lamp(double leastDark, double mostDark) {
    return (canvas, random) -> {
      double dark = random.uniform(leastDark, mostDark);
      double x0 = random.uniform(0.2, 0.8) * canvas.side;
      double y0 = random.uniform(0.1, 0.6) * canvas.side;
      double reach = random.uniform(0.4, 0.8) * canvas.side;
      for (int y = 0; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          double dx = (x - x0) / reach;
          double dy = (y - y0) / reach;
          double light = 1 / (1 + dx * dx + dy * dy);
          float keep = (float) (1 - dark * (1 - light));
          int i = y * canvas.side + x;
          canvas.red[i] *= keep;
          canvas.green[i] *= keep * 0.96f;
          canvas.blue[i] *= keep * 0.85f;
        }
      }
    };
  }
}
