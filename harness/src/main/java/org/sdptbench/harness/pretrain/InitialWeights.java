package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.text.Caption;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.harness.train.Prompt;

/**
 * Where pre-training starts.
 *
 * <p>Text vectors of nouns are nearly parallel, so that a random head tells them apart badly: the
 * first text normalisation of the tower starts so that the features of nouns have mean 0 and
 * deviation 1, and the alignment's text projection starts so that its outcome has length about 1.
 */
final class InitialWeights {
  private static final String FUSION = Sites.TOWER + "%s.b_attn.";
  private static final String ALIGNMENT = Sites.HEAD + "dot_product_projection_text.weight";
  private static final double EPS = 1e-5;

  private InitialWeights() {}

  /**
   * What the recipe trains: everything but the text encoder, with the starts of the recipe.
   *
   * @param layerScale start of the fusion layers' scale
   */
  static Layout layout(Glip glip, double layerScale) {
    Layout layout = new Layout();
    for (ParamSpec spec : glip.layout().specs()) {
      String name = spec.name();
      if (name.startsWith(Sites.TEXT) || Sites.isUnused(name)) {
        continue;
      }
      if (name.endsWith(".gamma_v") || name.endsWith(".gamma_l")) {
        layout.add(new ParamSpec(name, spec.shape(), new Init.Constant(layerScale)));
      } else if (name.equals(ALIGNMENT)) {
        // t̂ / 2 has length 1/2; v outputs of deviation d / 2 have length √v · d / 2 = 1.
        double deviation = 2 / Math.sqrt(glip.config().vision().channels());
        layout.add(new ParamSpec(name, spec.shape(), new Init.Normal(deviation)));
      } else {
        layout.add(spec);
      }
    }
    return layout;
  }

  /** Standardises the text features of nouns at the entry of the tower, in place. */
  static void standardiseText(
      Glip glip, Pass pass, Captions captions, List<String> nouns, Params params) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      SplittableRandom random = new SplittableRandom(1);
      List<NDArray> rows = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        List<String> names = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
          names.add(nouns.get(random.nextInt(nouns.size())));
        }
        Caption caption = captions.of(names.stream().distinct().toList());
        NDArray hidden = new Prompt(caption, List.of()).encode(glip, pass).hidden();
        long width = hidden.getShape().get(2);
        long[] tokens =
            caption.positiveMap().positions().stream()
                .flatMap(List::stream)
                .mapToLong(position -> position)
                .toArray();
        rows.add(Ops.indexSelect(Ops.reshape(hidden, -1, width), 0, Ops.of(tokens, tokens.length)));
      }
      NDArray all = Ops.cat(rows, 0);
      String norm = FUSION.formatted(0) + "layer_norm_l";
      NDArray normal = params.layerNorm(norm, all, EPS);
      NDArray mean = Ops.mean(normal, false, 0);
      NDArray variance = Ops.mean(Ops.pow(Ops.sub(normal, mean), 2), false, 0);
      NDArray scale = Ops.pow(Ops.add(variance, EPS), -0.5);
      Ops.assign(params.get(norm + ".weight"), scale);
      Ops.assign(params.get(norm + ".bias"), Ops.mul(Ops.mul(mean, scale), -1));
    }
  }
}
