package org.sdptbench.glip.peft;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.glip.tensor.Weights;

/**
 * A method with the setting {@code head}: whether GLIP's head is trained beside what the method
 * adds. The originals differ here: VPT, PMF, BitFit and LoRA train a classifier of the task with
 * themselves, MaPLe, UPT, DPT and APoLLo have none to train.
 *
 * <ul>
 *   <li>{@code frozen}, unless told: the method's own parameters alone.
 *   <li>{@code linear}: and the prediction layers, those that GLIP's linear probing trains ({@link
 *       Sites#isPrediction}).
 *   <li>{@code whole}: and all of the head but its fusion blocks, as SDPT's public code leaves it.
 * </ul>
 *
 * @param method the method
 */
public record HeadTuning(PeftMethod method) implements PeftMethod {
  /** Name of the setting. */
  public static final String HEAD = "head";

  /** The choice of all of the head but its fusion blocks. */
  public static final String WHOLE = "whole";

  private static final String FROZEN = "frozen";
  private static final String LINEAR = "linear";

  private static final Setting SETTING =
      new Setting.Choice(
          HEAD,
          FROZEN,
          List.of(FROZEN, LINEAR, WHOLE),
          "what of GLIP's head is trained too: nothing, its prediction layers, or all but its"
              + " fusion blocks");

  /** The method with the setting, or as it is if the setting would say nothing. */
  public static PeftMethod of(PeftMethod method) {
    return method.takesHead() ? new HeadTuning(method) : method;
  }

  @Override
  public String name() {
    return method.name();
  }

  @Override
  public String title() {
    return method.title();
  }

  @Override
  public String summary() {
    return method.summary();
  }

  @Override
  public boolean trains() {
    return method.trains();
  }

  @Override
  public List<Setting> settings() {
    return Stream.concat(method.settings().stream(), Stream.of(SETTING)).toList();
  }

  /** Adapters without the setting are older than it, and left the head as it was. */
  @Override
  public Map<String, Object> upgraded(Map<String, Object> settings) {
    Map<String, Object> upgraded = new TreeMap<>(method.upgraded(settings));
    upgraded.putIfAbsent(HEAD, FROZEN);
    return upgraded;
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Layout own = method.layout(config, backbone, own(settings));
    return switch (settings.text(HEAD)) {
      case LINEAR -> own.addMissing(backbone.copiesOf(Role.HEAD, Sites::isPrediction));
      case WHOLE -> own.addMissing(backbone.copiesOf(Role.HEAD, Sites::isHeadBesideFusion));
      default -> own;
    };
  }

  /** Every adaptation puts those of its parameters that bear a backbone's name in their place. */
  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    Adaptation adaptation = method.adapt(config, backbone, own(settings), params);
    for (ParamSpec spec : params.layout().specs()) {
      if (spec.role() == Role.HEAD && adaptation.reach().compareTo(Sites.reach(spec.name())) > 0) {
        throw new IllegalArgumentException(
            "head %s changes more of GLIP than %s says that it reaches"
                .formatted(settings.text(HEAD), method.name()));
      }
    }
    return adaptation;
  }

  private static Settings own(Settings settings) {
    SortedMap<String, Object> own = new TreeMap<>(settings.values());
    own.remove(HEAD);
    return new Settings(own);
  }
}
