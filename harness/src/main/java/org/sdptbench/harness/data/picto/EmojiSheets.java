package org.sdptbench.harness.data.picto;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The emoji of the Android archive {@code com.vanniktech:emoji-google-android} (Noto Emoji).
 *
 * <p>Each PNG of the archive is one column of a sprite sheet: 62 cells of 66 pixels, a picture of
 * 64 with a border of 1. Where the picture of a name stands is written in the static initialisers
 * of the archive's classes, as {@code new GoogleEmoji(unicode, listOf(names), column, row, …)}; the
 * constants are read from the byte code and no class of the archive is ever loaded.
 */
final class EmojiSheets {
  static final int SIDE = 64;
  private static final int CELL = 66;
  private static final String RESOURCE = "/picto/emoji-google-android.aar";
  private static final String SHEET = "res/drawable-nodpi-v4/emoji_google_sheet_%s.png";
  private static final String EMOJI = "com/vanniktech/emoji/google/GoogleEmoji";

  private final Map<String, byte[]> archive;
  private final NavigableMap<String, Cell> cells;
  private final Map<Integer, BufferedImage> columns = new ConcurrentHashMap<>();

  private record Cell(int column, int row) {}

  private EmojiSheets(Map<String, byte[]> archive, NavigableMap<String, Cell> cells) {
    this.archive = archive;
    this.cells = cells;
  }

  /**
   * Reads the archive from the class path.
   *
   * @throws IOException if it is not there or holds no emoji
   */
  static EmojiSheets open() throws IOException {
    Map<String, byte[]> archive = entries(Resources.bytes(RESOURCE));
    NavigableMap<String, Cell> cells = new TreeMap<>();
    for (Map.Entry<String, byte[]> e : entries(member(archive, "classes.jar")).entrySet()) {
      if (e.getKey().contains("CategoryChunk")) {
        new ClassReader(e.getValue()).accept(new Chunk(cells), ClassReader.SKIP_DEBUG);
      }
    }
    if (cells.isEmpty()) {
      throw new IOException(RESOURCE + ": classes.jar names no emoji");
    }
    return new EmojiSheets(archive, cells);
  }

  /** Short names, sorted. */
  Set<String> names() {
    return Collections.unmodifiableSet(cells.keySet());
  }

  /** The pixels of an emoji, {@code SIDE * SIDE} not premultiplied ARGB; null if it is unknown. */
  int @Nullable [] pixels(String name) {
    Cell cell = cells.get(name);
    if (cell == null) {
      return null;
    }
    BufferedImage column = columns.computeIfAbsent(cell.column, this::decode);
    return column.getRGB(1, cell.row * CELL + 1, SIDE, SIDE, null, 0, SIDE);
  }

  private BufferedImage decode(int column) {
    String name = SHEET.formatted(column);
    try {
      // From memory: else ImageIO copies it to the temporary folder, and where that is full says
      // of a good picture that it is none.
      InputStream bytes = new ByteArrayInputStream(member(archive, name));
      BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(bytes));
      if (image == null) {
        throw new IOException(RESOURCE + ": " + name + " is no picture");
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] member(Map<String, byte[]> archive, String name) throws IOException {
    byte[] bytes = archive.get(name);
    if (bytes == null) {
      throw new IOException(RESOURCE + ": no entry " + name);
    }
    return bytes;
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (InputStream bytes = new ByteArrayInputStream(zip);
        ZipInputStream in = new ZipInputStream(bytes)) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  /** Reads the emoji that the static initialiser of a class constructs. */
  private static final class Chunk extends ClassVisitor {
    private final Map<String, Cell> cells;

    Chunk(Map<String, Cell> cells) {
      super(Opcodes.ASM9);
      this.cells = cells;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return name.equals("<clinit>") ? new Initialiser(cells) : null;
    }
  }

  /**
   * Follows the constants pushed between {@code new GoogleEmoji} and its constructor call. Emoji
   * nest, since skin tones are arguments of their base emoji; only the outermost count.
   */
  private static final class Initialiser extends MethodVisitor {
    private final Map<String, Cell> cells;
    private final Deque<Pending> open = new ArrayDeque<>();

    private static final class Pending {
      final List<String> strings = new ArrayList<>();
      final List<Integer> integers = new ArrayList<>();
      boolean named;
    }

    Initialiser(Map<String, Cell> cells) {
      super(Opcodes.ASM9);
      this.cells = cells;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW && type.equals(EMOJI)) {
        open.push(new Pending());
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      Pending emoji = open.peek();
      if (emoji != null && !emoji.named && value instanceof String s) {
        emoji.strings.add(s);
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
        integer(opcode - Opcodes.ICONST_0);
      }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH) {
        integer(operand);
      }
    }

    private void integer(int value) {
      Pending emoji = open.peek();
      if (emoji != null && emoji.named) {
        emoji.integers.add(value);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      Pending emoji = open.peek();
      if (emoji == null) {
        return;
      }
      if (name.equals("listOf")) {
        emoji.named = true;
      } else if (name.equals("<init>") && owner.equals(EMOJI)) {
        open.pop();
        if (open.isEmpty() && emoji.strings.size() > 1 && emoji.integers.size() > 1) {
          Cell cell = new Cell(emoji.integers.get(0), emoji.integers.get(1));
          emoji.strings.subList(1, emoji.strings.size()).forEach(s -> cells.put(s, cell));
        }
      }
    }
  }
}
