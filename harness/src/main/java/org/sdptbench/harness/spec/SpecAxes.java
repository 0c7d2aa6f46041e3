package org.sdptbench.harness.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.harness.spec.AxisKey.Common;
import org.sdptbench.harness.spec.AxisKey.OfSetting;

/** Knows which axes a spec may have and which values they take. */
final class SpecAxes {
  private static final Setting SHOTS = new Setting.Whole("shots", 0, 0, 1000, "images per class");
  private static final Setting SEED = new Setting.Whole("seed", 0, 0, 999_999_999, "seed");

  private final Vocabulary vocabulary;
  private final TaskNames tasks;
  private final Set<String> methods;
  private final List<String> called;

  /**
   * Axes of a spec.
   *
   * @param methods registered names of its methods
   * @param called names and labels by which they may be called
   */
  SpecAxes(Vocabulary vocabulary, TaskNames tasks, Set<String> methods, Collection<String> called) {
    this.vocabulary = vocabulary;
    this.tasks = tasks;
    this.methods = methods;
    this.called = called.stream().distinct().toList();
  }

  /** The key of an axis, or nothing and what is wrong with its name. */
  Optional<AxisKey> key(Location where, String name, Problems problems) {
    Optional<AxisKey> key =
        AxisKey.parse(name).filter(k -> k instanceof Common || setting(k).isPresent());
    if (key.isEmpty()) {
      problems.add(Problem.unknown(where, "axis", name, keys()));
    } else if (key.get() instanceof OfSetting of
        && !of.isOfRecipe()
        && !methods.contains(of.owner())) {
      problems.add(
          Problem.of(
              where, "axis '%s': no such method here".formatted(name), String.join(", ", methods)));
      return Optional.empty();
    }
    return key;
  }

  /** The key of an axis whose name was checked. */
  AxisKey key(String name) {
    return AxisKey.parse(name).orElseThrow();
  }

  /** The canonical form of a value; empty if it is not allowed. */
  Optional<Object> parse(AxisKey key, Object value) {
    if (key instanceof Common common) {
      return switch (common) {
        case METHOD -> Optional.<Object>of(value.toString()).filter(called::contains);
        case TASK ->
            Optional.<Object>of(value.toString())
                .filter(task -> !tasks.resolve(task.toString()).isEmpty());
        case SHOTS -> SHOTS.parse(value);
        case SEED -> SEED.parse(value);
      };
    }
    return setting(key).flatMap(setting -> setting.parse(value));
  }

  /** The canonical form of a value, or nothing and what is wrong with it. */
  Optional<Object> parse(Location where, AxisKey key, Object value, Problems problems) {
    Optional<Object> parsed = parse(key, value);
    if (parsed.isEmpty()) {
      problems.add(wrong(where, key, value));
    }
    return parsed;
  }

  private Problem wrong(Location where, AxisKey key, Object value) {
    if (key instanceof Common common) {
      return switch (common) {
        case METHOD -> Problem.unknown(where, "method", value.toString(), called);
        case TASK -> Problem.unknown(where, "task", value.toString(), tasks.names());
        case SHOTS -> Problem.disallowed(where, key.toString(), value, SHOTS);
        case SEED -> Problem.disallowed(where, key.toString(), value, SEED);
      };
    }
    return Problem.disallowed(where, key.toString(), value, setting(key).orElseThrow());
  }

  private Optional<Setting> setting(AxisKey key) {
    if (!(key instanceof OfSetting of)) {
      return Optional.empty();
    }
    return of.isOfRecipe()
        ? vocabulary.recipe().all().find(of.name())
        : vocabulary.methods().find(of.owner()).flatMap(m -> m.settings().find(of.name()));
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>(Common.names());
    for (MethodInfo method : vocabulary.methods().methods()) {
      if (methods.contains(method.name())) {
        method
            .settings()
            .names()
            .forEach(s -> keys.add(new OfSetting(method.name(), s).toString()));
      }
    }
    vocabulary
        .recipe()
        .all()
        .names()
        .forEach(s -> keys.add(new OfSetting(AxisKey.RECIPE, s).toString()));
    return keys;
  }
}
