package org.sdptbench.harness.data.picto;

import java.io.DataOutputStream;
import java.io.IOException;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;

/**
 * A digest of everything a data set says: categories, images with their pixels, annotations, in
 * their order. Its name is no part of it.
 */
public final class PictoDigest {
  private PictoDigest() {}

  /**
   * Reads every image.
   *
   * @return SHA-256 in 64 hexadecimal digits
   * @throws IOException if an image cannot be read
   */
  public static String of(DetectionDataset data) throws IOException {
    Sha256 sha = new Sha256();
    try (DataOutputStream out = new DataOutputStream(sha.stream())) {
      out.writeInt(data.categories().size());
      for (Category c : data.categories()) {
        out.writeInt(c.id());
        out.writeUTF(c.name());
      }
      out.writeInt(data.images().size());
      for (ImageInfo i : data.images()) {
        out.writeLong(i.id());
        out.writeUTF(i.fileName());
        out.writeInt(i.width());
        out.writeInt(i.height());
        out.write(data.pixels().read(i).rgb());
      }
      out.writeInt(data.annotations().size());
      for (Annotation a : data.annotations()) {
        out.writeLong(a.id());
        out.writeLong(a.imageId());
        out.writeInt(a.categoryId());
        Box b = a.box();
        out.writeDouble(b.x());
        out.writeDouble(b.y());
        out.writeDouble(b.width());
        out.writeDouble(b.height());
        out.writeDouble(a.area());
        out.writeBoolean(a.crowd());
      }
    }
    return sha.hex();
  }
}
