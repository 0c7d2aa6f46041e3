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

  private final Source<EmojiSheets> emoji = new Source<>(EmojiSheets::open);
  private final Map<String, Source<IconFont>> fonts =
      Map.of(
          "mdi", new Source<>(() -> IconFont.open(MATERIAL)),
          "fa", new Source<>(() -> IconFont.open(AWESOME)));
  private final Map<String, Pictograph> drawn = new ConcurrentHashMap<>();

  /** Reads a source from the class path. */
  @FunctionalInterface
  private interface Opening<T> {
    T open() throws IOException;
  }

  /** A source of drawings, read when first asked for: to know what data there are takes none. */
  private static final class Source<T> {
    private final Opening<T> opening;
    private @Nullable T opened;

    Source(Opening<T> opening) {
      this.opening = opening;
    }

    synchronized T get() {
      T source = opened;
      if (source == null) {
        try {
          source = opening.open();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        opened = source;
      }
      return source;
    }
  }

  /**
   * Returns a drawing.
   *
   * @throws IllegalArgumentException if there is none of that id; the message names the nearest
   * @throws UncheckedIOException if its source is missing or not as expected; the message names it
   */
  Pictograph get(String id) {
    return drawn.computeIfAbsent(id, this::draw);
  }

  private Pictograph draw(String id) {
    int colon = id.indexOf(':');
    String source = id.substring(0, Math.max(colon, 0));
    String name = id.substring(colon + 1);
    Source<IconFont> font = fonts.get(source);
    if (font != null) {
      return icon(id, font.get(), name);
    }
    return switch (source) {
      case "emoji" -> {
        EmojiSheets sheets = emoji.get();
        int[] pixels = sheets.pixels(name);
        if (pixels == null) {
          throw unknown(id, name, sheets.names());
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
