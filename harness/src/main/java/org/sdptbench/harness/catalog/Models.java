package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.harness.fetch.ReadProgress;
import org.sdptbench.harness.spec.ModelCatalog;

/** The backbones by name. */
public final class Models implements ModelCatalog {
  private final Optional<Path> data;
  private final ReadProgress progress;

  /** The models, with the folder of real data, if there is one. */
  public Models(Optional<Path> data) {
    this(data, ReadProgress.NONE);
  }

  /**
   * The models.
   *
   * @param data the folder of real data, if there is one
   * @param progress told while a checkpoint is read for its digest
   */
  public Models(Optional<Path> data, ReadProgress progress) {
    this.data = data;
    this.progress = progress;
  }

  @Override
  public List<String> names() {
    return Backbone.ALL.stream().map(backbone -> backbone.config().name()).toList();
  }

  /** The model that is taken where none is named. */
  public String standard() {
    return names().get(0);
  }

  /** Pixels of an image's shorter side that a model was pre-trained with. */
  public int shorterSide(String name) throws IOException {
    return backbone(name).shorterSide();
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    Backbone backbone = backbone(name);
    return backbone.weights().digest(new Glip(backbone.config()), data, progress);
  }

  @Override
  public Optional<String> official(String name) {
    return find(name).flatMap(backbone -> backbone.weights().official());
  }

  @Override
  public String remedy(String name) {
    return find(name).map(backbone -> backbone.weights().remedy(data)).orElse("no such model");
  }

  /**
   * Loads a model.
   *
   * @throws IOException if its weights are missing or damaged; the message names the file
   */
  public PretrainedGlip load(String name) throws IOException {
    Backbone backbone = backbone(name);
    Glip glip = new Glip(backbone.config());
    return new PretrainedGlip(
        glip, backbone.weights().read(glip, data), Tokenizer.bertBaseUncased());
  }

  private static Backbone backbone(String name) throws IOException {
    return find(name).orElseThrow(() -> new IOException("no model " + name));
  }

  private static Optional<Backbone> find(String name) {
    return Backbone.ALL.stream().filter(b -> b.config().name().equals(name)).findFirst();
  }
}
