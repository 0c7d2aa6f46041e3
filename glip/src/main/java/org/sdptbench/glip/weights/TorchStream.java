package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint from before PyTorch 1.6: five pickles (magic, protocol, system, object, storage
 * keys), then for each key the number of elements and the elements. It has no checksums.
 *
 * @param root the pickled object
 * @param starts storage to the position of its first byte
 */
record TorchStream(String source, @Nullable Object root, Map<TorchStorage, Long> starts)
    implements TorchArchive {

  @Override
  public long start(TorchStorage storage) throws WeightFormatException {
    Long start = starts.get(storage);
    if (start == null) {
      throw truncated(source, storage);
    }
    return start;
  }

  static TorchStream open(String source, FileRegion file) throws IOException {
    RegionInputStream input =
        new RegionInputStream(file.part(0, Math.min(file.size(), MAX_PICKLE_BYTES)).bytes());
    new TorchUnpickler().load(source, input);
    Object protocol = new TorchUnpickler().load(source, input);
    if (!(protocol instanceof Integer number) || number != 1001) {
      throw new WeightFormatException(source, "the stream's protocol is not 1001");
    }
    Object system = new TorchUnpickler().load(source, input);
    if (!(system instanceof Map<?, ?> map) || !Boolean.TRUE.equals(map.get("little_endian"))) {
      throw new WeightFormatException(source, "the stream was not written as little-endian");
    }
    TorchUnpickler unpickler = new TorchUnpickler();
    Object root = unpickler.load(source, input);
    if (!(new TorchUnpickler().load(source, input) instanceof List<?> keys)) {
      throw new WeightFormatException(source, "the stream has no list of storage keys");
    }
    Map<String, TorchStorage> left = new LinkedHashMap<>(unpickler.storages());
    Map<TorchStorage, Long> starts = new LinkedHashMap<>();
    long position = input.position();
    for (Object key : keys) {
      TorchStorage storage = key instanceof String name ? left.remove(name) : null;
      if (storage == null) {
        throw new WeightFormatException(
            source,
            "storage key %s of the stream is unknown, of no known type, or comes twice"
                .formatted(starts.size()));
      }
      if (position > file.size() - Long.BYTES) {
        throw truncated(source, storage);
      }
      long elements =
          file.part(position, Long.BYTES).bytes().order(ByteOrder.LITTLE_ENDIAN).getLong();
      position += Long.BYTES;
      if (elements != storage.elements()) {
        throw new WeightFormatException(
            source,
            "storage '%s' has %s elements, the pickle says %s"
                .formatted(storage.key(), elements, storage.elements()));
      }
      if (storage.bytes() > file.size() - position) {
        throw truncated(source, storage);
      }
      starts.put(storage, position);
      position += storage.bytes();
    }
    for (TorchStorage storage : left.values()) {
      throw truncated(source, storage);
    }
    return new TorchStream(source, root, starts);
  }

  private static WeightFormatException truncated(String source, TorchStorage storage) {
    return new WeightFormatException(
        source, "the file ends before storage '%s' does".formatted(storage.key()));
  }
}
