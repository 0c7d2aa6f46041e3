package org.sdptbench.harness.data.picto;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The random numbers of one scene.
 *
 * <p>Only the 64-bit stream of {@link SplittableRandom} is used, whose algorithm its documentation
 * fixes; doubles and bounded integers are derived here, so that no Java release can change a scene.
 */
final class SceneRandom {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final SplittableRandom source;

  private SceneRandom(long seed) {
    source = new SplittableRandom(seed);
  }

  /**
   * The numbers of scene {@code index} of a stream; every pair of name and index has its own, so
   * that scenes can be rendered alone, in any order, on any thread.
   */
  static SceneRandom of(String stream, long index) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < stream.length(); i++) {
      hash = (hash ^ stream.charAt(i)) * FNV_PRIME;
    }
    return new SceneRandom(mix(mix(hash) + mix(index + 1)));
  }

  /** Stafford's mixer 13 of 64 bits, as in SplitMix. */
  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (source.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Between two positive bounds, uniform in the logarithm. */
  double logUniform(double low, double high) {
    return StrictMath.exp(uniform(StrictMath.log(low), StrictMath.log(high)));
  }

  /** A whole number from 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** A whole number from {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** The next 64 bits, for noise that takes several small numbers from them. */
  long bits() {
    return source.nextLong();
  }
}
