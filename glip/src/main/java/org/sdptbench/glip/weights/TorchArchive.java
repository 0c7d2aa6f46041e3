package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.file.FileKind;

/** The container of a checkpoint, opened: the object that was pickled, and its storages. */
sealed interface TorchArchive permits TorchZip, TorchStream {

  /** The most a pickle may have: with an optimizer's state, GLIP-L's has less than one megabyte. */
  int MAX_PICKLE_BYTES = 8 << 20;

  /** The first pickle of a stream: {@code 0x1950a86a20f9469cfc6c} at protocol 2. */
  String STREAM_MAGIC = "80028a0a6cfc9c46f9206aa850192e";

  /** The pickled object, see {@link TorchUnpickler#load(String, java.io.InputStream)}. */
  @Nullable Object root();

  /**
   * Where a storage lies: the position of its first byte. It lies inside the file, and is what was
   * written as far as the container tells.
   *
   * @param storage one that the pickled object mentions
   * @throws WeightFormatException if it is missing, damaged or of another size
   */
  long start(TorchStorage storage) throws IOException;

  /**
   * Opens a file of either format, told apart by its first bytes.
   *
   * @param checked whether bytes are held against the checksums that the container has
   */
  static TorchArchive open(Path path, FileRegion file, boolean checked) throws IOException {
    String source = path.toString();
    byte[] start = new byte[(int) Math.min(file.size(), STREAM_MAGIC.length() / 2)];
    file.part(0, start.length).bytes().get(start);
    if (start.length >= 4 && start[0] == 'P' && start[1] == 'K') {
      return TorchZip.open(source, file, checked);
    }
    if (Arrays.equals(start, HexFormat.of().parseHex(STREAM_MAGIC))) {
      return TorchStream.open(source, file);
    }
    throw new WeightFormatException(
        source,
        "neither a zip archive nor a stream of torch.save: it "
            + FileKind.of(path)
                .map("is "::concat)
                .orElseGet(() -> "starts with " + HexFormat.of().formatHex(start)));
  }
}
