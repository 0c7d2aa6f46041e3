package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads checkpoints that {@code torch.save} wrote, by the rules by which GLIP loads its own: the
 * state dict is the entry {@code model} of a dictionary, or the dictionary itself
 * (maskrcnn_benchmark/utils/checkpoint.py, {@code _load_file}); the prefix {@code module.}, which
 * distributed training leaves behind, goes if all names have it (utils/model_serialization.py,
 * {@code strip_prefix_if_present}).
 *
 * <p>Names that a model has under a longer name are matched later, by {@link StateDict}.
 */
public final class TorchCheckpoint {

  private static final String PREFIX = "module.";

  private TorchCheckpoint() {}

  /**
   * Opens a checkpoint: a zip archive, or the stream format from before PyTorch 1.6. Contiguous
   * tensors are views of the memory-mapped file, others row-major copies; optimizer state and
   * whatever else the file holds beside the model is not read.
   *
   * @throws WeightFormatException if the file is damaged, holds no state dict, or its pickle asks
   *     for any class beyond tensors, parameters and ordered dictionaries
   * @throws IOException if it cannot be read
   */
  public static TensorFile read(Path path) throws IOException {
    String source = path.toString();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MappedRegion file = MappedRegion.of(channel, 0, channel.size());
      TorchArchive archive = TorchArchive.open(path, channel, file);
      Map<String, RawTensor> tensors = new LinkedHashMap<>();
      long copyable = file.size();
      for (Map.Entry<String, TorchTensor> entry : stateDict(source, archive.root()).entrySet()) {
        TorchTensor tensor = entry.getValue();
        copyable -= tensor.isContiguous() ? 0 : tensor.bytes();
        if (copyable < 0) {
          throw new WeightFormatException(
              source,
              "tensor '%s': its strided tensors have more bytes than the file"
                  .formatted(entry.getKey()));
        }
        Long start = archive.storageStarts().get(tensor.storage().key());
        if (start == null) {
          throw new IllegalStateException("storage without a place: " + tensor.storage());
        }
        try {
          tensors.put(entry.getKey(), tensor.resolve(file, start));
        } catch (IllegalArgumentException e) {
          throw new WeightFormatException(
              source, "tensor '%s': %s".formatted(entry.getKey(), e.getMessage()), e);
        }
      }
      TensorFile read = new TensorFile(source, tensors);
      boolean prefixed = read.names().stream().allMatch(name -> name.startsWith(PREFIX));
      return prefixed ? read.under(PREFIX) : read;
    }
  }

  private static Map<String, TorchTensor> stateDict(String source, @Nullable Object root)
      throws WeightFormatException {
    if (!(root instanceof Map<?, ?> dictionary)) {
      throw new WeightFormatException(source, "the checkpoint is no dictionary");
    }
    Map<?, ?> model = dictionary.get("model") instanceof Map<?, ?> inner ? inner : dictionary;
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    model.forEach(
        (name, value) -> {
          if (name instanceof String text && value instanceof TorchTensor tensor) {
            tensors.put(text, tensor);
          }
        });
    if (tensors.isEmpty()) {
      throw new WeightFormatException(
          source,
          "no tensors: found a dictionary of %s, needed is 'model' or a state dict itself"
              .formatted(model.keySet().stream().limit(10).toList()));
    }
    return tensors;
  }
}
