package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.sdptbench.glip.golden.GoldenAssert.GRAD_RTOL;
import static org.sdptbench.glip.golden.GoldenAssert.MODEL_RTOL;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModels;
import org.sdptbench.glip.golden.GoldenPicture;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.ModelOutputs;
import org.sdptbench.glip.head.Anchors;
import org.sdptbench.glip.head.DetectionLoss;
import org.sdptbench.glip.head.DetectionMatch;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.head.TargetBox;
import org.sdptbench.glip.head.Targets;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.AdamW;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Schedule;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.glip.vision.XyxyBox;

/** A whole GLIP with SDPT: detecting, and trained as the official code trains it. */
class SdptModelGoldenTest {
  private static final String STEP = "out.train.step";

  /** Adam divides by tiny second moments; the official code itself differs by up to 3e-3. */
  private static final double TRAINED_ATOL = 5e-3;

  /** The smallest gradients are of size 1e-6: the release's tokens hardly matter. */
  private static final double GRAD_ATOL = 1e-9;

  private static final PeftMethod METHOD = HeadTuning.of(new Sdpt());

  static List<GoldenSet> sets() {
    return GoldenKind.SDPT_MODEL.sets();
  }

  /** The switches of the public code in the words of the method. */
  private static Settings settings(GoldenSet set) {
    JsonNode config = set.config();
    return Settings.resolve(
        METHOD.settings(),
        Map.of(
            "k",
            config.get("k").intValue(),
            "mask",
            config.get("cpt_maskpad").doubleValue() == 1 ? "paper" : "release",
            "tokens",
            switch (config.get("vpt_only").intValue()) {
              case -4 -> "unified";
              case -3 -> "independent";
              default -> throw new AssertionError("unknown vpt_only in " + set);
            },
            HeadTuning.HEAD,
            config.get("tokens_only").booleanValue() ? "frozen" : "whole"));
  }

  /** A set's model with its tokens; the weights are the set's, and so are the inputs. */
  private record Model(GoldenSet set, Glip glip, Params weights, Adaptation adaptation)
      implements AutoCloseable {
    static Model of(GoldenSet set) {
      Glip glip = new Glip(GoldenModels.config(set));
      Params weights = Params.from(glip.layout(), spec -> read(set, spec.name()));
      Settings settings = settings(set);
      Params tokens =
          Params.from(
              METHOD.layout(glip.config(), glip.layout(), settings),
              spec -> read(set, spec.name()));
      return new Model(set, glip, weights, METHOD.adapt(glip.config(), weights, settings, tokens));
    }

    Pass pass() {
      return new Pass(weights, adaptation);
    }

    NDArray ids() {
      return read(set, "in.input_ids");
    }

    NDArray mask() {
      long[] shape = set.shape("in.input_ids");
      long[] mask = new long[Math.toIntExact(shape[0] * shape[1])];
      Arrays.fill(mask, 0, set.config().get("input_ids").size(), 1);
      return Ops.of(mask, shape);
    }

    FusionInput encoded() {
      TextState text = glip.encodeText(pass(), ids(), mask());
      List<NDArray> levels = glip.encodeImages(pass(), read(set, "in.image"));
      return new FusionInput(levels, text.hidden(), text.mask());
    }

    Anchors anchors() {
      long[] padded = set.shape("in.image");
      return glip.anchors((int) padded[2], (int) padded[3]);
    }

    @Override
    public void close() {
      weights.close();
      adaptation.close();
    }
  }

  private static NDArray read(GoldenSet set, String tensor) {
    long[] shape = set.shape(tensor);
    return set.tensor(tensor).dtype().isFloating()
        ? Ops.of(set.floats(tensor), shape)
        : Ops.of(set.longs(tensor), shape);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void detectionsAgree(GoldenSet set) throws IOException {
    try (Scope scope = new Scope();
        Model model = Model.of(set)) {
      ModelOutputs outputs =
          ModelOutputs.of(
              model.glip, model.pass(), read(set, "in.image"), model.ids(), model.mask());
      List<String> listed = List.of("out.eval.boxes", "out.eval.scores", "out.eval.labels");
      for (String tensor :
          set.names(name -> name.startsWith("out.eval.") && !listed.contains(name))) {
        float[] actual = outputs.values(tensor.substring("out.eval.".length()));
        GoldenAssert.close(set, tensor, actual, MODEL_RTOL);
      }
      PreparedImage image = GoldenPicture.of(set);
      JsonNode labels = set.config().get("info").get("regenerated_label_to_tokens");
      new DetectionMatch(set, "detections")
          .verifyToCut(
              DetectionMatch.listed(set, listed.get(0), listed.get(1), listed.get(2)),
              new PostProcessor(PostProcessor.Settings.DEFAULT)
                  .detect(
                      outputs.predictions().image(0),
                      model.anchors(),
                      GoldenModels.labelTokens(labels),
                      image.size())
                  .boxes());
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void lossesGradientsAndTrainedValuesAgree(GoldenSet set) throws IOException {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Model model = Model.of(set)) {
      Params params = model.adaptation.params();
      assertThat(generic(params)).isEqualTo(strings(set.config().at("/info/trainable_names")));
      Params before = model.weights.copy();
      Solver solver = Solver.of(set);
      FusionInput encoded = model.encoded();
      Targets targets = Targets.of(model.anchors(), List.of(objects(set)), length(set));
      params.requireGradients(true);
      List<float[]> log = new ArrayList<>();
      try (AdamW optimiser = new AdamW(params, solver::group, solver.settings)) {
        for (int step = 0; step < set.config().get("steps").intValue(); step++) {
          try (Scope inner = new Scope()) {
            FusionInput fused = model.glip.fuse(model.pass(), encoded);
            DetectionLoss loss =
                DetectionLoss.of(model.glip.predict(model.pass(), fused), targets, fused.mask());
            NDArray total = loss.total();
            log.add(
                new float[] {
                  loss.token().getFloat(),
                  loss.box().getFloat(),
                  loss.centerness().getFloat(),
                  // GLIP's unused classification layer takes part with weight 0.
                  0,
                  total.getFloat(),
                  (float) solver.schedule.at(step)
                });
            Gradients.backward(total);
            if (step == 0) {
              verifyGradients(set, params);
            }
            double norm = optimiser.step(solver.schedule.at(step), List.of());
            if (step == 0) {
              float[] found = {(float) norm};
              GoldenAssert.close(set, "out.train.grad_norm_step0", found, GRAD_RTOL);
            }
          }
          verifyValues(set, params, step + 1);
        }
      }
      verifyLog(set, log);
      for (String name : before.names()) {
        assertThat(model.weights.get(name).toFloatArray())
            .as(name)
            .isEqualTo(before.get(name).toFloatArray());
      }
      before.close();
    }
  }

  private static void verifyLog(GoldenSet set, List<float[]> rows) {
    float[] expected = set.floats("out.train.log");
    for (int step = 0; step < rows.size(); step++) {
      float[] found = rows.get(step);
      float[] row = Arrays.copyOfRange(expected, step * found.length, (step + 1) * found.length);
      // After a step, losses inherit what the values of the parameters may differ by.
      double atol = step == 0 ? GoldenAssert.ATOL : TRAINED_ATOL;
      GoldenAssert.close(
          set.name(), "losses and rate at step " + step, row, found, MODEL_RTOL, atol);
      assertThat(found[5]).as("rate at step %d", step).isEqualTo(row[5], offset(1e-8f));
    }
    assertThat(expected).hasSize(rows.size() * rows.get(0).length);
  }

  private static void verifyGradients(GoldenSet set, Params params) {
    for (String tensor : set.names(name -> name.startsWith("grad."))) {
      NDArray gradient = Gradients.of(params.get(tensor.substring("grad.".length())));
      GoldenAssert.close(
          set, tensor, Objects.requireNonNull(gradient).toFloatArray(), GRAD_RTOL, GRAD_ATOL);
    }
  }

  private static void verifyValues(GoldenSet set, Params params, int steps) {
    String prefix = STEP + steps + ".";
    List<String> expected = set.names(name -> name.startsWith(prefix));
    assertThat(expected).isNotEmpty();
    for (String tensor : expected) {
      float[] found = params.get(tensor.substring(prefix.length())).toFloatArray();
      GoldenAssert.close(set, tensor, found, 0, TRAINED_ATOL);
    }
  }

  /** The objects in the resized image; their conversion from the picture is compared too. */
  private static List<TargetBox> objects(GoldenSet set) throws IOException {
    PreparedImage image = GoldenPicture.of(set);
    float[] xywh = set.floats("in.gt_xywh_png");
    float[] map = set.floats("in.positive_map");
    float[] corners = new float[xywh.length];
    List<TargetBox> objects = new ArrayList<>();
    for (int i = 0; i < xywh.length; i += 4) {
      XyxyBox box =
          XyxyBox.ofXywh(xywh[i], xywh[i + 1], xywh[i + 2], xywh[i + 3])
              .resized(image.original(), image.size());
      corners[i] = box.x1();
      corners[i + 1] = box.y1();
      corners[i + 2] = box.x2();
      corners[i + 3] = box.y2();
      List<Integer> tokens = new ArrayList<>();
      for (int token = 0; token < length(set); token++) {
        if (map[i / 4 * length(set) + token] != 0) {
          tokens.add(token);
        }
      }
      objects.add(new TargetBox(box.x1(), box.y1(), box.x2(), box.y2(), tokens));
    }
    GoldenAssert.close(set, "out.gt_xyxy_resized", corners, 1e-7, 0);
    return objects;
  }

  private static int length(GoldenSet set) {
    return (int) set.shape("in.positive_map")[1];
  }

  /** The names with all numbers replaced by N, as sets list them when there are many. */
  private static TreeSet<String> generic(Params params) {
    TreeSet<String> names = new TreeSet<>();
    params.names().forEach(name -> names.add(name.replaceAll("\\.\\d+(?=\\.)", ".N")));
    return names;
  }

  private static TreeSet<String> strings(JsonNode array) {
    TreeSet<String> names = new TreeSet<>();
    array.forEach(name -> names.add(name.textValue().replaceAll("\\.\\d+(?=\\.)", ".N")));
    return names;
  }

  /** The official optimiser's settings (solver/build.py, lr_scheduler.py). */
  private record Solver(Schedule schedule, double decay, AdamW.Settings settings) {
    static Solver of(GoldenSet set) {
      JsonNode solver = set.config().get("solver");
      String clip = solver.get("clip").textValue();
      return new Solver(
          new Schedule.Steps(
              solver.get("base_lr").doubleValue(),
              GoldenModels.integers(solver.get("milestones")),
              solver.get("gamma").doubleValue(),
              new Schedule.Warmup(
                  solver.get("warmup_iters").intValue(),
                  solver.get("warmup_factor").doubleValue())),
          solver.get("weight_decay").doubleValue(),
          AdamW.Settings.clippedAt(
              Double.parseDouble(clip.substring(clip.indexOf("max_norm ") + 9))));
    }

    AdamW.Group group(String name) {
      return name.contains("bias") ? new AdamW.Group(2, 0) : new AdamW.Group(1, decay);
    }
  }
}
