package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Checks what an entry of a spec's methods trains first: {@code base} or {@code continues}. */
final class BaseCheck {
  private final YamlSource source;
  private final Vocabulary vocabulary;
  private final TaskNames tasks;
  private final SettingsCheck settings;
  private final Problems problems;

  BaseCheck(
      YamlSource source,
      Vocabulary vocabulary,
      TaskNames tasks,
      SettingsCheck settings,
      Problems problems) {
    this.source = source;
    this.vocabulary = vocabulary;
    this.tasks = tasks;
    this.settings = settings;
    this.problems = problems;
  }

  /**
   * Checks an entry.
   *
   * @param at place of the entry
   * @param own the entry's method
   */
  void check(JsonPointer at, MethodInfo own) {
    JsonNode entry = source.root().at(at);
    JsonPointer base = at.appendProperty("base");
    JsonPointer continues = at.appendProperty("continues");
    if (entry.has("base") && entry.has("continues")) {
      problems.add(
          Problem.of(
              source.keyAt(continues), "base and continues in one entry", "only one of the two"));
    }
    for (String first : List.of("base", "continues")) {
      if (entry.has(first) && !own.trains()) {
        problems.add(
            Problem.of(
                source.keyAt(at.appendProperty(first)),
                "'%s' of %s, which trains nothing itself".formatted(first, own.name()),
                trained()));
      }
    }
    checkMethod(base);
    settings.check(base.appendProperty("recipe"), "recipe", vocabulary.recipe().all());
    checkTask(base.appendProperty("task"));
    checkTask(continues);
  }

  private void checkMethod(JsonPointer base) {
    JsonPointer at = base.appendProperty("method");
    JsonNode name = source.root().at(at);
    if (!name.isTextual()) {
      return;
    }
    Optional<MethodInfo> method = vocabulary.methods().find(name.textValue());
    if (method.isEmpty()) {
      problems.add(
          Problem.unknown(source.at(at), "method", name.textValue(), vocabulary.methods().names()));
      return;
    }
    if (!method.get().trains()) {
      problems.add(
          Problem.of(
              source.at(at), "base %s trains nothing".formatted(method.get().name()), trained()));
    }
    settings.check(base.appendProperty("settings"), method.get().name(), method.get().settings());
  }

  private String trained() {
    return String.join(
        ", ",
        vocabulary.methods().methods().stream()
            .filter(MethodInfo::trains)
            .map(MethodInfo::name)
            .toList());
  }

  private void checkTask(JsonPointer at) {
    JsonNode name = source.root().at(at);
    if (!name.isTextual()) {
      return;
    }
    List<String> datasets = tasks.resolve(name.textValue());
    if (datasets.isEmpty()) {
      problems.add(Problem.unknown(source.at(at), "task", name.textValue(), tasks.names()));
    } else if (datasets.size() > 1) {
      problems.add(
          Problem.of(
              source.at(at),
              "task '%s' is %s data sets".formatted(name.textValue(), datasets.size()),
              "the name of a single data set, such as " + nearestSingle(name.textValue())));
    }
  }

  /** The first name under a wrong one that names a single data set. */
  private String nearestSingle(String name) {
    return tasks.names().stream()
        .filter(other -> other.startsWith(name + "/"))
        .findFirst()
        .orElse(tasks.resolve(name).get(0));
  }
}
