package org.sdptbench.harness.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The markers of a JPEG file (ITU-T T.81, annex B), as far as reading pixels like PIL needs them.
 */
final class JpegMarkers {
  private static final int SOF0 = 0xC0;
  private static final int SOF15 = 0xCF;
  private static final List<Integer> NOT_FRAMES = List.of(0xC4, 0xC8, 0xCC);
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
  private static final byte[] JFIF = ascii("JFIF\0");
  private static final byte[] ADOBE = ascii("Adobe");
  private static final byte[] EXIF = ascii("Exif\0\0");
  private static final int ORIENTATION = 0x112;
  private static final byte[] ICC = ascii("ICC_PROFILE\0");

  private final byte[] jpeg;
  private final ByteArrayOutputStream withoutProfile;
  private int scan = -1;
  private boolean jfif;
  private int adobeTransform = -1;
  private int frame = -1;
  private int orientation = 1;

  /** Looks through the headers of a file; damage ends the look and is left to the decoder. */
  JpegMarkers(byte[] jpeg) {
    this.jpeg = jpeg;
    this.withoutProfile = new ByteArrayOutputStream(jpeg.length);
    withoutProfile.write(jpeg, 0, 2);
    readHeaders();
  }

  static boolean isJpeg(byte[] file) {
    return file.length > 2 && unsigned(file[0]) == 0xFF && unsigned(file[1]) == SOI;
  }

  /**
   * Whether the end of the image is there. In entropy-coded data 0xFF is followed by 0, so the
   * first 0xFFD9 after the first scan begins is the end.
   */
  boolean isComplete() {
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
  byte[] withoutColourProfile() {
    if (scan < 0) {
      return jpeg; // damaged; the decoder says how
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(jpeg.length);
    kept.writeBytes(withoutProfile.toByteArray());
    kept.write(jpeg, scan, jpeg.length - scan);
    return kept.toByteArray();
  }

  /** What the components mean; null if they are none that PIL reads. */
  @Nullable JpegColours colours() {
    if (frame < 0 || unsigned(jpeg[frame + 4]) != 8) {
      return null;
    }
    return switch (unsigned(jpeg[frame + 9])) {
      case 1 -> JpegColours.GREY;
      case 3 -> threeColours();
      case 4 -> adobeTransform == 2 ? JpegColours.YCCK : JpegColours.CMYK;
      default -> null;
    };
  }

  /** How viewers turn the picture, 1 to 8 as in EXIF; 1 is not at all. */
  int orientation() {
    return orientation;
  }

  /** The frame in words, for a message about one that is not read. */
  String frameInWords() {
    return frame < 0
        ? "a JPEG without a frame header"
        : "a JPEG of process SOF%s with %s components of %s bits"
            .formatted(
                unsigned(jpeg[frame + 1]) - SOF0,
                unsigned(jpeg[frame + 9]),
                unsigned(jpeg[frame + 4]));
  }

  private JpegColours threeColours() {
    if (jfif) {
      return JpegColours.YCC;
    }
    if (adobeTransform >= 0) {
      return adobeTransform == 0 ? JpegColours.RGB : JpegColours.YCC;
    }
    boolean letters = jpeg[frame + 10] == 'R' && jpeg[frame + 13] == 'G' && jpeg[frame + 16] == 'B';
    return letters ? JpegColours.RGB : JpegColours.YCC;
  }

  private void readHeaders() {
    int i = 2;
    while (i + 3 < jpeg.length) {
      if (unsigned(jpeg[i]) != 0xFF) {
        return;
      }
      int marker = unsigned(jpeg[i + 1]);
      if (marker == 0xFF) { // fill byte
        i++;
        continue;
      }
      if (marker == SOS) {
        scan = i;
        return;
      }
      int end = i + 2 + ((unsigned(jpeg[i + 2]) << 8) | unsigned(jpeg[i + 3]));
      if (end > jpeg.length || end < i + 4) {
        return;
      }
      take(marker, i, end);
      i = end;
    }
  }

  private void take(int marker, int start, int end) {
    if (marker == APP0) {
      jfif |= startsWith(JFIF, start + 4, end);
    } else if (marker == APP1 && startsWith(EXIF, start + 4, end)) {
      orientation = orientation(ByteBuffer.wrap(jpeg, start + 10, end - start - 10).slice());
    } else if (marker == APP14 && startsWith(ADOBE, start + 4, end) && end - start >= 16) {
      adobeTransform = unsigned(jpeg[start + 15]);
    } else if (marker >= SOF0 && marker <= SOF15 && !NOT_FRAMES.contains(marker)) {
      int components = end - start >= 10 ? unsigned(jpeg[start + 9]) : 256;
      frame = end - start >= 10 + 3 * components ? start : -1;
    }
    if (!(marker == APP2 && startsWith(ICC, start + 4, end))) {
      withoutProfile.write(jpeg, start, end - start);
    }
  }

  /** The orientation in the first directory of EXIF's data; 1 if there is none, or only damage. */
  private static int orientation(ByteBuffer exif) {
    try {
      exif.order(exif.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int at = exif.getInt(4);
      for (int entries = exif.getShort(at); entries > 0; entries--) {
        int entry = at + 2 + 12 * (entries - 1);
        if (exif.getShort(entry) == ORIENTATION) {
          return exif.getShort(entry + 8);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      return 1;
    }
    return 1;
  }

  private boolean startsWith(byte[] text, int from, int end) {
    return end - from >= text.length
        && Arrays.equals(jpeg, from, from + text.length, text, 0, text.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int unsigned(byte b) {
    return Byte.toUnsignedInt(b);
  }
}
