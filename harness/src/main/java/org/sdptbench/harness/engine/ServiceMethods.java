package org.sdptbench.harness.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Setting;
import org.sdptbench.harness.spec.Settings;

/** The methods on the class path. */
final class ServiceMethods implements MethodCatalog {
  /** Names as tables print them; a method that is not listed prints its own name. */
  private static final Map<String, String> TITLES =
      Map.of(
          "zero-shot", "Zero-shot",
          "linear-probe", "Linear probe",
          "full", "Full fine-tuning",
          "lora", "LoRA",
          "bitfit", "BitFit",
          "sdpt", "SDPT");

  private final List<PeftMethod> methods;

  ServiceMethods() {
    methods =
        ServiceLoader.load(PeftMethod.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(PeftMethod::name))
            .toList();
  }

  @Override
  public List<MethodInfo> methods() {
    return methods.stream().map(ServiceMethods::info).toList();
  }

  /** The method of a name. */
  PeftMethod method(String name) {
    return methods.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no method %s on the class path; there are %s".formatted(name, names())));
  }

  private static MethodInfo info(PeftMethod method) {
    return new MethodInfo(
        method.name(),
        TITLES.getOrDefault(method.name(), method.name()),
        method.summary(),
        method.trains(),
        new Settings(method.settings().stream().map(ServiceMethods::setting).toList()));
  }

  private static Setting setting(org.sdptbench.glip.peft.Setting setting) {
    if (setting instanceof org.sdptbench.glip.peft.Setting.Whole s) {
      return Setting.integer(s.name(), s.standardValue(), s.least(), s.most(), s.summary());
    } else if (setting instanceof org.sdptbench.glip.peft.Setting.Real s) {
      return Setting.number(s.name(), s.standardValue(), s.least(), s.most(), s.summary());
    } else if (setting instanceof org.sdptbench.glip.peft.Setting.Choice s) {
      return Setting.choice(s.name(), s.standardValue(), s.options(), s.summary());
    }
    org.sdptbench.glip.peft.Setting.Text s = (org.sdptbench.glip.peft.Setting.Text) setting;
    return Setting.text(s.name(), s.standardValue(), s.summary());
  }
}
