package org.sdptbench.harness.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages files in ways that readers meet: bits that flipped, pieces that are missing, repeated or
 * exchanged, and words that mean something to parsers.
 */
public final class Mutations {
  private static final String[] WORDS = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "NaN",
    "1e-320",
    "99999999999999999999",
    "2147483648",
    "-9223372036854775808",
    "\\u0000",
    "\\ud800",
    "\0",
    "\n",
    "<",
    ">",
    "</object>",
    "<object>",
    "<bndbox>",
    "&#0;",
    "&lt;",
    "&x;",
    "<!DOCTYPE a [<!ENTITY x" + " SYSTEM \"file:///etc/passwd\">]>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<?x?>",
    "&#xFFFFFFFF;",
    "- ",
    "? ",
    "*a",
    "&a ",
    "!!int ",
    "--- ",
    "%YAML",
    "| ",
    "../",
    "/",
    "images",
    "bbox",
    "\u00ff\u00d8\u00ff",
    "\u00ff\u00d9",
    "\u00ff\u00c0",
    "\u00ff\u00da",
    "IHDR",
    "IDAT",
    "PLTE",
    "tRNS",
    "iCCP",
    "\u00ff\u00ff\u00ff\u00ff",
    "\u0000\u0000\u0000\u0000",
    "\u007f\u00ff"
  };

  private final SplittableRandom random;

  /** Mutations that are the same for the same seed. */
  public Mutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A damaged copy. */
  public byte[] of(byte[] original) {
    byte[] file = original.clone();
    for (int times = 1 + random.nextInt(6); times > 0; times--) {
      file = once(file);
    }
    return file;
  }

  private byte[] once(byte[] file) {
    int at = random.nextInt(file.length + 1);
    int length = Math.min(file.length - at, 1 << random.nextInt(8));
    return switch (random.nextInt(8)) {
      case 0 -> file.length == 0 ? file : flipped(file, at % file.length);
      case 1 -> replaced(file, at, length, new byte[0]);
      case 2 -> replaced(file, at, 0, Arrays.copyOfRange(file, at, at + length));
      case 3 -> replaced(file, at, 0, word());
      case 4 -> {
        byte[] word = word();
        yield replaced(file, at, Math.min(word.length, file.length - at), word);
      }
      case 5 -> random.nextInt(8) == 0 ? Arrays.copyOf(file, at) : file;
      case 6 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        yield replaced(file, at, length, noise);
      }
      default -> {
        int from = random.nextInt(file.length + 1);
        byte[] piece = Arrays.copyOfRange(file, from, Math.min(file.length, from + length));
        yield replaced(file, at, length, piece);
      }
    };
  }

  private byte[] word() {
    return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] flipped(byte[] file, int at) {
    byte[] copy = file.clone();
    copy[at] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  private static byte[] replaced(byte[] file, int at, int length, byte[] by) {
    byte[] copy = new byte[file.length - length + by.length];
    System.arraycopy(file, 0, copy, 0, at);
    System.arraycopy(by, 0, copy, at, by.length);
    System.arraycopy(file, at + length, copy, at + by.length, file.length - at - length);
    return copy;
  }
}
