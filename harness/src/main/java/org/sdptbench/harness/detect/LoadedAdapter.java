package org.sdptbench.harness.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.run.AdapterOutput;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;

/**
 * A saved adapter with those that it stands on, which lie in its folder as {@link AdapterOutput}
 * says, and those in theirs.
 *
 * @param layers the innermost first
 */
record LoadedAdapter(List<Layer> layers) {
  /**
   * One saved adapter.
   *
   * @param folder its folder
   * @param saved what the folder says of it
   * @param method its method
   * @param settings the settings in force
   */
  record Layer(Path folder, SavedAdapter saved, PeftMethod method, Settings settings) {}

  /**
   * Reads what a folder says; no weights yet.
   *
   * @param models the models that there are
   * @throws InvalidInputException if the folder is none of an adapter, or names what there is not
   * @throws IOException if it is damaged or of another version; the message names the file
   */
  static LoadedAdapter read(Path folder, ServiceMethods methods, List<String> models)
      throws IOException, InvalidInputException {
    List<Layer> layers = new ArrayList<>();
    Optional<Path> next = Optional.of(folder);
    while (next.isPresent()) {
      Path here = next.get();
      Layer layer = layer(here, methods, models);
      layers.add(0, layer);
      next = layer.saved.base().map(digest -> below(here));
      if (next.isPresent()) {
        checkBase(here, layer.saved.base().get(), next.get());
      }
    }
    return new LoadedAdapter(List.copyOf(layers));
  }

  /** Folder of the adapter that the one of a folder was trained on top of. */
  private static Path below(Path folder) {
    return new AdapterOutput(folder, 0).base().folder();
  }

  private static Layer layer(Path folder, ServiceMethods methods, List<String> models)
      throws IOException, InvalidInputException {
    checkFolder(folder, SavedAdapter.CONFIG);
    SavedAdapter saved = SavedAdapter.read(folder);
    checkFolder(folder, SavedAdapter.WEIGHTS); // another program's has other files; say whose it is
    Location config = Location.argument(folder.resolve(SavedAdapter.CONFIG).toString());
    if (!models.contains(saved.model())) {
      throw new InvalidInputException(Problem.unknown(config, "model", saved.model(), models));
    }
    if (!methods.names().contains(saved.method())) {
      throw new InvalidInputException(
          Problem.unknown(config, "method", saved.method(), methods.names()));
    }
    PeftMethod method = methods.method(saved.method());
    Map<String, Object> settings = method.upgraded(saved.settings());
    List<String> absent =
        method.settings().stream()
            .map(Setting::name)
            .filter(name -> !settings.containsKey(name))
            .toList();
    if (!absent.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              config,
              "settings lacks %s; an adapter names every setting that it was trained with"
                  .formatted(String.join(", ", absent))));
    }
    try {
      return new Layer(folder, saved, method, Settings.resolve(method.settings(), settings));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(Problem.of(config, method.name() + ": " + e.getMessage()));
    }
  }

  private static void checkFolder(Path folder, String... files)
      throws IOException, InvalidInputException {
    Location where = Location.argument(folder.toString());
    String allowed = "a folder with %s and %s".formatted(SavedAdapter.CONFIG, SavedAdapter.WEIGHTS);
    if (!Files.exists(folder)) {
      throw new InvalidInputException(
          new Problem(where, "no such folder", allowed, NearFiles.of(folder).orElse(null)));
    } else if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(Problem.of(where, "a file", allowed));
    }
    for (String file : files) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new InvalidInputException(
            new Problem(where, "has no " + file, allowed, adapterBelow(folder)));
      }
    }
  }

  /** The first adapter in a folder of adapters, such as one of a run store. */
  private static @Nullable String adapterBelow(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(path -> Files.isRegularFile(path.resolve(SavedAdapter.CONFIG)))
          .sorted()
          .map(Path::toString)
          .findFirst()
          .orElse(null);
    }
  }

  private static void checkBase(Path folder, String digest, Path base)
      throws IOException, InvalidInputException {
    Location config = Location.argument(folder.resolve(SavedAdapter.CONFIG).toString());
    if (!Files.isDirectory(base)) {
      throw new InvalidInputException(
          Problem.of(
              config,
              "trained on top of the adapter with SHA-256 %s, which is not in %s"
                  .formatted(digest, base)));
    }
    checkFolder(base, SavedAdapter.CONFIG, SavedAdapter.WEIGHTS);
    String found = SavedAdapter.digest(base);
    if (!found.equals(digest)) {
      throw new InvalidInputException(
          Problem.of(
              config,
              "trained on top of the adapter with SHA-256 %s; found in %s is one with %s"
                  .formatted(digest, base, found)));
    }
  }

  /** The model that it was trained on. */
  String model() {
    return layers.get(layers.size() - 1).saved.model();
  }

  /** Folder and file that say so, for messages. */
  Path config() {
    return layers.get(layers.size() - 1).folder.resolve(SavedAdapter.CONFIG);
  }

  /** Names of the methods, the innermost first. */
  List<String> methods() {
    return layers.stream().map(layer -> layer.method.name()).toList();
  }

  /**
   * Reads the values.
   *
   * <p>What lies below is merged into the weights where that is possible, as while training, so
   * that what stands on it sees the weights that act.
   *
   * @param model the model
   * @param weights SHA-256 of its weights
   * @return the adaptation of the model, which its closing frees
   * @throws IOException if the values are damaged, or of other weights or settings
   */
  Adaptation on(PretrainedGlip model, String weights) throws IOException, InvalidInputException {
    Glip glip = model.glip();
    Adaptation below = Adaptation.none();
    Optional<String> digest = Optional.empty();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Layout layout;
      try {
        layout = layer.method.layout(glip.config(), glip.layout(), layer.settings);
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            Problem.of(
                Location.argument(layer.folder.resolve(SavedAdapter.CONFIG).toString()),
                layer.method.name() + ": " + e.getMessage()));
      }
      Params params = layer.saved.params(layer.folder, model(), weights, digest, layout);
      Weights under = i == 0 ? model.weights() : new Pass(model.weights(), below);
      Adaptation own = layer.method.adapt(glip.config(), under, layer.settings, params);
      boolean last = i == layers.size() - 1;
      Adaptation acting = own;
      Optional<Adaptation> merged = last ? Optional.empty() : own.merged(under);
      if (merged.isPresent()) { // it has arrays of its own
        acting = merged.get();
        own.close();
      }
      below = i == 0 ? acting : Adaptation.stack(List.of(below, acting));
      digest = last ? Optional.empty() : Optional.of(SavedAdapter.digest(layer.folder));
    }
    return below;
  }
}
