package org.sdptbench.reports.picture;

import java.awt.Color;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A colour for each label. Names tell labels apart where colours come round again. */
final class LabelColors {
  /** Okabe and Ito's palette (Color Universal Design, 2008), the ones that stand out first. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x009E73),
          new Color(0xF0E442),
          new Color(0xCC79A7),
          new Color(0xD55E00),
          new Color(0x0072B2));

  private final Map<String, Color> byLabel = new HashMap<>();

  /** Colours by the alphabet, so that the order in which things were found does not matter. */
  LabelColors(Collection<String> labels) {
    new TreeSet<>(labels)
        .forEach(label -> byLabel.put(label, COLORS.get(byLabel.size() % COLORS.size())));
  }

  Color of(String label) {
    return byLabel.getOrDefault(label, COLORS.get(0));
  }

  /** Black or white, whichever is easier to read on a colour (relative luminance of WCAG 2). */
  static Color textOn(Color color) {
    double luminance =
        0.2126 * linear(color.getRed())
            + 0.7152 * linear(color.getGreen())
            + 0.0722 * linear(color.getBlue());
    // Equal contrast with black and white: (l + 0.05)² = 0.05 · 1.05.
    return luminance > Math.sqrt(0.05 * 1.05) - 0.05 ? Color.BLACK : Color.WHITE;
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
