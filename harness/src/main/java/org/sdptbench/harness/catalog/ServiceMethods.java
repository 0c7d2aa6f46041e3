package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.SettingSet;

/** The methods on the class path. */
public final class ServiceMethods implements MethodCatalog {
  private final List<PeftMethod> methods;
  private final List<MethodInfo> infos;

  /**
   * Finds the methods.
   *
   * @throws IOException if a jar names a method that cannot be loaded, or two methods have the same
   *     name; the message names the class
   */
  public ServiceMethods() throws IOException {
    try {
      methods =
          ServiceLoader.load(PeftMethod.class).stream()
              .map(ServiceLoader.Provider::get)
              .map(HeadTuning::of)
              .sorted(Comparator.comparing(PeftMethod::name))
              .toList();
    } catch (ServiceConfigurationError e) {
      throw new IOException("a method on the class path cannot be loaded: " + e.getMessage(), e);
    }
    for (int i = 1; i < methods.size(); i++) {
      PeftMethod one = methods.get(i - 1);
      PeftMethod other = methods.get(i);
      if (one.name().equals(other.name())) {
        throw new IOException(
            "two methods on the class path are called %s: %s and %s"
                .formatted(one.name(), className(one), className(other)));
      }
    }
    infos = methods.stream().map(ServiceMethods::info).toList();
  }

  /** The method as its jar has it. */
  private static PeftMethod own(PeftMethod method) {
    return method instanceof HeadTuning of ? of.method() : method;
  }

  private static String className(PeftMethod method) {
    return own(method).getClass().getName();
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    return MethodCode.digest(own(method(name)));
  }

  @Override
  public List<MethodInfo> methods() {
    return infos;
  }

  /** The method of a name. */
  public PeftMethod method(String name) {
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
        method.title(),
        method.summary(),
        method.trains(),
        new SettingSet(method.settings()),
        (model, settings) -> misfit(method, model, settings));
  }

  /**
   * The parameters that a method trains.
   *
   * @param config sizes of the model
   * @throws IllegalArgumentException if the settings do not fit the model
   */
  public static Layout layout(PeftMethod method, GlipConfig config, Map<String, ?> settings) {
    return method.layout(
        config, new Glip(config).layout(), Settings.resolve(method.settings(), settings));
  }

  private static Optional<String> misfit(
      PeftMethod method, String model, Map<String, Object> settings) {
    try {
      GlipConfig.preset(model).ifPresent(config -> layout(method, config, settings));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
