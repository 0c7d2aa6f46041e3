package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final String MODEL = "model";
  private static final String PREFIX = "module.";
  private static final int PRINTED = 10;

  private TorchCheckpoint() {}

  /**
   * Opens a checkpoint: a zip archive, or the stream format from before PyTorch 1.6. The model's
   * part of an archive is held against its checksums, which reads it once; values come from the
   * file when they are asked for. Whatever the file holds beside the model may be of any class and
   * is not read.
   *
   * @throws WeightFormatException if the file is damaged, holds no state dict, or the state dict
   *     asks for any class beyond tensors, parameters and ordered dictionaries
   * @throws IOException if it cannot be read
   */
  public static TensorFile read(Path path) throws IOException {
    return read(path, true);
  }

  /** Opens a checkpoint that is known to be undamaged, as {@link #read}, without its checksums. */
  public static TensorFile readUnchecked(Path path) throws IOException {
    return read(path, false);
  }

  private static TensorFile read(Path path, boolean checked) throws IOException {
    String source = path.toString();
    FileRegion file = FileRegion.open(path);
    TorchArchive archive = TorchArchive.open(path, file, checked);
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
      long start = archive.start(tensor.storage());
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

  private static Map<String, TorchTensor> stateDict(String source, @Nullable Object root)
      throws WeightFormatException {
    if (!(root instanceof Map<?, ?> dictionary)) {
      throw new WeightFormatException(
          source,
          "the checkpoint is no dictionary"
              + (root instanceof Unbuilt unbuilt ? asked(unbuilt) : ""));
    }
    if (dictionary.get(MODEL) instanceof Unbuilt unbuilt) {
      throw new WeightFormatException(
          source, "'%s' is no dictionary%s".formatted(MODEL, asked(unbuilt)));
    }
    Map<?, ?> model = dictionary.get(MODEL) instanceof Map<?, ?> inner ? inner : dictionary;
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    model.forEach(
        (name, value) -> {
          if (name instanceof String text && value instanceof TorchTensor tensor) {
            tensors.put(text, tensor);
          }
        });
    checkBuilt(source, model);
    if (tensors.isEmpty()) {
      throw new WeightFormatException(
          source,
          "no tensors: found a dictionary of %s, needed is 'model' or a state dict itself"
              .formatted(keys(model)));
    }
    return tensors;
  }

  /** Nothing of the state dict may be of a class that was not built. */
  private static void checkBuilt(String source, Map<?, ?> model) throws WeightFormatException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Map.Entry<?, ?> entry : model.entrySet()) {
      Optional<Unbuilt> unbuilt = Unbuilt.within(entry.getValue(), seen);
      if (unbuilt.isPresent()) {
        throw new WeightFormatException(
            source, "tensor '%s'%s".formatted(shown(entry.getKey()), asked(unbuilt.get())));
      }
    }
  }

  private static String asked(Unbuilt unbuilt) {
    return ": " + unbuilt.problem();
  }

  private static List<String> keys(Map<?, ?> dictionary) {
    return dictionary.keySet().stream().limit(PRINTED).map(TorchCheckpoint::shown).toList();
  }

  private static String shown(@Nullable Object key) {
    return key instanceof String || key instanceof Number
        ? Unbuilt.shortened(key.toString())
        : "a key that is no string";
  }
}
