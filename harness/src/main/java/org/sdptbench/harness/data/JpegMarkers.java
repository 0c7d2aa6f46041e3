package org.sdptbench.harness.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The markers of a JPEG file (ITU-T T.81, annex B), as far as reading pixels like PIL needs them.
 */
final class JpegMarkers {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP2 = 0xE2;
  private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  private JpegMarkers() {}

  static boolean isJpeg(byte[] file) {
    return file.length > 2 && unsigned(file[0]) == 0xFF && unsigned(file[1]) == SOI;
  }

  /**
   * Whether the end of the image is there. In entropy-coded data 0xFF is followed by 0, so the
   * first 0xFFD9 after the first scan begins is the end.
   */
  static boolean isComplete(byte[] jpeg) {
    int scan = startOfScan(jpeg, null);
    for (int i = Math.max(scan, 0); scan >= 0 && i + 1 < jpeg.length; i++) {
      if (unsigned(jpeg[i]) == 0xFF && unsigned(jpeg[i + 1]) == EOI) {
        return true;
      }
    }
    return false;
  }

  /**
   * The file without its colour profile. Java converts pixels from an embedded profile to sRGB;
   * PIL, with which the detectors are trained, leaves them as they are.
   */
  static byte[] withoutColourProfile(byte[] jpeg) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(jpeg.length);
    kept.write(jpeg, 0, 2);
    int scan = startOfScan(jpeg, kept);
    if (scan < 0) {
      return jpeg; // damaged; the decoder says how
    }
    kept.write(jpeg, scan, jpeg.length - scan);
    return kept.toByteArray();
  }

  /**
   * Offset of the first scan, -1 if the headers are damaged. Headers that are not colour profiles
   * go to {@code kept}.
   */
  private static int startOfScan(byte[] jpeg, @Nullable ByteArrayOutputStream kept) {
    int i = 2;
    while (i + 3 < jpeg.length) {
      if (unsigned(jpeg[i]) != 0xFF) {
        return -1;
      }
      int marker = unsigned(jpeg[i + 1]);
      if (marker == 0xFF) { // fill byte
        i++;
        continue;
      }
      if (marker == SOS) {
        return i;
      }
      int end = i + 2 + ((unsigned(jpeg[i + 2]) << 8) | unsigned(jpeg[i + 3]));
      if (end > jpeg.length || end < i + 4) {
        return -1;
      }
      if (kept != null && !(marker == APP2 && startsWith(jpeg, i + 4, end))) {
        kept.write(jpeg, i, end - i);
      }
      i = end;
    }
    return -1;
  }

  private static boolean startsWith(byte[] jpeg, int from, int end) {
    return end - from >= ICC.length
        && Arrays.equals(jpeg, from, from + ICC.length, ICC, 0, ICC.length);
  }

  private static int unsigned(byte b) {
    return Byte.toUnsignedInt(b);
  }
}
