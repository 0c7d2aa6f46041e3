package org.sdptbench.harness.data.picto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.names.NearestName;

/**
 * The drawings that scenes are made of, by id: {@code emoji:NAME} for coloured pictures, {@code
 * mdi:NAME} and {@code fa:NAME} for icons, {@code shape:NAME} for {@link Shapes drawn ones}. Safe
 * for use by several threads.
 */
final class Pictographs {
  private static final String MATERIAL =
      "/META-INF/resources/materialdesignicons2/5.8.55/fonts/materialdesignicons-webfont.ttf";
  private static final String AWESOME =
      "/META-INF/resources/fontawesome5/5.15.3/fonts/fa-solid-900.ttf";

  private final EmojiSheets emoji;
  private final Map<String, IconFont> fonts;
  private final Map<String, Pictograph> drawn = new ConcurrentHashMap<>();

  private Pictographs(EmojiSheets emoji, Map<String, IconFont> fonts) {
    this.emoji = emoji;
    this.fonts = fonts;
  }

  /**
   * Opens the sources on the class path; drawings are made when first asked for.
   *
   * @throws IOException if a source is missing or not as expected; the message names it
   */
  static Pictographs open() throws IOException {
    return new Pictographs(
        EmojiSheets.open(), Map.of("mdi", IconFont.open(MATERIAL), "fa", IconFont.open(AWESOME)));
  }

  /**
   * Returns a drawing.
   *
   * @throws IllegalArgumentException if there is none of that id; the message names the nearest
   */
  Pictograph get(String id) {
    return drawn.computeIfAbsent(id, this::draw);
  }

  private Pictograph draw(String id) {
    int colon = id.indexOf(':');
    String source = id.substring(0, Math.max(colon, 0));
    String name = id.substring(colon + 1);
    IconFont font = fonts.get(source);
    if (font != null) {
      return icon(id, font, name);
    }
    return switch (source) {
      case "emoji" -> {
        int[] pixels = emoji.pixels(name);
        if (pixels == null) {
          throw unknown(id, name, emoji.names());
        }
        yield Pictograph.of(id, Pictograph.Kind.PICTURE, EmojiSheets.SIDE, pixels);
      }
      case "shape" -> Shapes.draw(id, name);
      default ->
          throw new IllegalArgumentException(
              "unknown drawing %s: an id is emoji:NAME, mdi:NAME, fa:NAME or shape:NAME"
                  .formatted(id));
    };
  }

  private static Pictograph icon(String id, IconFont font, String name) {
    int @Nullable [] pixels;
    try {
      pixels = font.pixels(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (pixels == null) {
      throw unknown(id, name, font.names());
    }
    return Pictograph.of(id, Pictograph.Kind.ICON, IconFont.SIDE, pixels);
  }

  private static IllegalArgumentException unknown(
      String id, String name, Collection<String> known) {
    return new IllegalArgumentException(
        "unknown drawing %s%s".formatted(id, NearestName.hint(name, known)));
  }
}
