package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/** The formats in which files of weights come. */
public enum WeightFormat {
  /** What {@code torch.save} writes. */
  TORCH("PyTorch checkpoint") {
    @Override
    public TensorFile read(Path path) throws IOException {
      return TorchCheckpoint.read(path);
    }
  },
  /** safetensors. */
  SAFETENSORS("safetensors") {
    @Override
    public TensorFile read(Path path) throws IOException {
      return SafeTensors.read(path);
    }
  };

  private static final int HEAD = 9;

  private final String title;

  WeightFormat(String title) {
    this.title = title;
  }

  /** Its name, for people. */
  public String title() {
    return title;
  }

  /**
   * Opens a file of this format, and checks it as far as the format allows.
   *
   * @throws WeightFormatException if it is damaged, or of another format
   * @throws IOException if it cannot be read
   */
  public abstract TensorFile read(Path path) throws IOException;

  /**
   * The format of a file, by its first bytes; by its name if those are neither's, so that what is
   * told of a file that is none suits its name.
   *
   * @throws IOException if it cannot be read
   */
  public static WeightFormat of(Path path) throws IOException {
    FileRegion file = FileRegion.open(path);
    byte[] head = file.part(0, Math.min(file.size(), HEAD)).bytes().array();
    String hex = HexFormat.of().formatHex(head);
    if (hex.startsWith("504b")
        || hex.startsWith(TorchArchive.STREAM_MAGIC.substring(0, 2 * HEAD))) {
      return TORCH;
    }
    boolean safe = head.length == HEAD && head[HEAD - 1] == '{' && hex.startsWith("00000000", 8);
    return safe || path.toString().endsWith(".safetensors") ? SAFETENSORS : TORCH;
  }
}
