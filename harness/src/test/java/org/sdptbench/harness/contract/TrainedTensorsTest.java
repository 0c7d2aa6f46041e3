package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.spec.MethodInfo;

/**
 * Which tensors each method trains on GLIP-mini, by role and kind: nothing is trained by accident,
 * and a change of the list has to be meant. Numbers in names stand as N, with how many there are.
 */
class TrainedTensorsTest {
  private static final Set<String> DETAILED = Set.of("bitfit", "glip-prompt");
  private static final Glip GLIP = new Glip(GlipConfig.MINI);

  /** Tensors of one form. */
  private record Form(int tensors, long scalars) {
    Form with(ParamSpec spec) {
      return new Form(tensors + 1, scalars + spec.size());
    }
  }

  @Test
  void areThoseOfTheList() throws IOException {
    ServiceMethods methods = new ServiceMethods();
    StringBuilder found = new StringBuilder();
    for (MethodInfo info : methods.methods()) {
      PeftMethod method = methods.method(info.name());
      boolean head =
          method.settings().stream().map(Setting::name).anyMatch(HeadTuning.HEAD::equals);
      for (String choice : head ? List.of("frozen", "linear", "whole") : List.of("")) {
        Map<String, String> given = head ? Map.of(HeadTuning.HEAD, choice) : Map.of();
        Layout layout =
            method.layout(
                GlipConfig.MINI, GLIP.layout(), Settings.resolve(method.settings(), given));
        found.append(
            "%s%s: %s\n".formatted(info.name(), head ? ", head " + choice : "", layout.size()));
        // What a choice of the head adds is the same for all: said of one that adds tokens, and of
        // the
        // one whose own are partly the same.
        if (!head || choice.equals("frozen") || DETAILED.contains(info.name())) {
          forms(layout)
              .forEach(
                  (form, sum) ->
                      found.append("  %s x%s %s\n".formatted(form, sum.tensors(), sum.scalars())));
        }
      }
    }
    // Beside the test's reports, to be compared with the list and to replace it where it is right.
    Files.writeString(Path.of("target", "trained-tensors.txt"), found);
    try (InputStream list = TrainedTensorsTest.class.getResourceAsStream("trained-tensors.txt")) {
      assertThat(found.toString())
          .isEqualTo(
              new String(
                  Objects.requireNonNull(list, "trained-tensors.txt").readAllBytes(),
                  StandardCharsets.UTF_8));
    }
  }

  private static Map<String, Form> forms(Layout layout) {
    Map<String, Form> forms = new TreeMap<>();
    for (ParamSpec spec : layout.specs()) {
      String name = spec.name().replaceAll("\\d+", "N");
      forms.merge(
          "%s %s %s".formatted(spec.role(), kind(spec), name),
          new Form(1, spec.size()),
          (sum, one) -> sum.with(spec));
    }
    return forms;
  }

  private static String kind(ParamSpec spec) {
    boolean norm = spec.name().matches(".*(norm\\d*|LayerNorm|ln_\\d|bn)\\.(weight|bias)");
    boolean bias = spec.name().matches(".*(\\.bias|bias_lang|bias0)");
    return norm ? bias ? "norm-bias" : "norm" : bias ? "bias" : "weight";
  }
}
