package org.sdptbench.glip.tensor;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an architecture: names, shapes and starts, in the official order, no values.
 *
 * <p>Modules append to it while they are declared.
 */
public final class Layout {
  private final Map<String, ParamSpec> specs = new LinkedHashMap<>();
  private Role role = Role.OTHER;

  /** Of which kind the following declarations are; {@link Role#OTHER} until told. */
  public Layout role(Role following) {
    role = following;
    return this;
  }

  /**
   * Declares a parameter.
   *
   * @throws IllegalStateException if the name is taken
   */
  public Layout add(String name, Init init, long... shape) {
    return add(new ParamSpec(name, new Shape(shape), init, role));
  }

  /** Declares a parameter; errors as above. */
  public Layout add(ParamSpec spec) {
    if (specs.putIfAbsent(spec.name(), spec) != null) {
      throw new IllegalStateException("declared twice: " + spec.name());
    }
    return this;
  }

  /** Declares everything of another layout that is not declared yet, as it is there. */
  public Layout addMissing(Layout other) {
    other.specs.values().forEach(spec -> specs.putIfAbsent(spec.name(), spec));
    return this;
  }

  /** Declares weight [out, in] and bias [out] of a linear layer that starts as PyTorch's do. */
  public Layout linear(String name, long in, long out) {
    Init start = Init.pytorchLayer(in);
    return add(name + ".weight", start, out, in).add(name + ".bias", start, out);
  }

  /** Declares weight [out, in] and bias [out], zero at the start, of a linear layer. */
  public Layout linear(String name, long in, long out, Init weight) {
    return add(name + ".weight", weight, out, in).add(name + ".bias", Init.ZEROS, out);
  }

  /** Declares weight, 1 at the start, and bias [channels], 0, of a normalisation. */
  public Layout norm(String name, long channels) {
    return add(name + ".weight", Init.ONES, channels).add(name + ".bias", Init.ZEROS, channels);
  }

  /** Declares weight [out, in, kernel, kernel] and bias [out], zero at the start. */
  public Layout conv(String name, long in, long out, int kernel, Init weight) {
    return add(name + ".weight", weight, out, in, kernel, kernel)
        .add(name + ".bias", Init.ZEROS, out);
  }

  /** The declaration of a name, or null. */
  public @Nullable ParamSpec get(String name) {
    return specs.get(name);
  }

  /** All declarations in order. */
  public Collection<ParamSpec> specs() {
    return Collections.unmodifiableCollection(specs.values());
  }

  /** All names in order. */
  public List<String> names() {
    return new ArrayList<>(specs.keySet());
  }

  /** Total number of scalars. */
  public long size() {
    return specs.values().stream().mapToLong(ParamSpec::size).sum();
  }

  /** The declarations whose name passes, as copies of the backbone's values. */
  public Layout copiesOf(Predicate<String> names) {
    return copiesOf(Role.OTHER, names);
  }

  /** The declarations whose name passes, as copies of the backbone's values, of this kind. */
  public Layout copiesOf(Role kind, Predicate<String> names) {
    Layout copies = new Layout();
    for (ParamSpec spec : specs.values()) {
      if (names.test(spec.name())) {
        copies.add(new ParamSpec(spec.name(), spec.shape(), new Init.Copied(), kind));
      }
    }
    return copies;
  }
}
