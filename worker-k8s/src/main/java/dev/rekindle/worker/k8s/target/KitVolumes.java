package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.worker.k8s.plan.FileSync;
import dev.rekindle.worker.kit.cluster.HelperPods;
import dev.rekindle.worker.kit.cluster.HelperPods.HelperPod;
import dev.rekindle.worker.kit.cluster.HelperPods.Mount;
import dev.rekindle.worker.kit.cluster.PodFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Claims through the kit's helper pods. */
final class KitVolumes implements Volumes {

  /** Where helpers mount the claim. */
  private static final String ROOT = "/rekindle/volume";

  /** A command line holds about 128 KB. */
  private static final int FOLDERS_AT_ONCE = 100;

  private final Scope scope;

  KitVolumes(Scope scope) {
    this.scope = scope;
  }

  @Override
  public boolean exists(String claim) {
    return scope.call(
            "read claim " + claim,
            () ->
                scope
                    .cluster()
                    .client()
                    .persistentVolumeClaims()
                    .inNamespace(scope.namespace())
                    .withName(claim)
                    .get())
        != null;
  }

  @Override
  public Volume mount(String claim, boolean readOnly) {
    HelperPods helpers = scope.cluster().helperPods();
    HelperPod helper =
        helpers.mounting(
            scope.namespace(), List.of(new Mount(claim, ROOT, readOnly)), scope.attempt());
    return new Mounted(helper);
  }

  private final class Mounted implements Volume {

    private final HelperPod helper;
    private boolean unlinked;

    private Mounted(HelperPod helper) {
      this.helper = helper;
    }

    @Override
    public FileListing list() {
      return files().list(helper.pod(), helper.container(), ROOT, scope.attempt());
    }

    @Override
    public void put(FileListing.Entry file, Source source, Meter meter) {
      unlink();
      files()
          .upload(
              helper.pod(),
              helper.container(),
              ROOT + "/" + file.path(),
              new FileSource(file, source),
              meter::arrived,
              scope.attempt());
    }

    @Override
    public FileListing.Entry get(String path, OutputStream to, Meter meter) {
      PodFiles.Content content =
          files()
              .download(
                  helper.pod(),
                  helper.container(),
                  ROOT + "/" + path,
                  to,
                  meter::arrived,
                  scope.attempt());
      return new FileListing.Entry(path, content.bytes(), content.sha256());
    }

    @Override
    public void remove(Set<String> paths) {
      unlink();
      files().remove(helper.pod(), helper.container(), ROOT, paths, scope.attempt());
      List<String> folders = FileSync.foldersOf(paths);
      for (int from = 0; from < folders.size(); from += FOLDERS_AT_ONCE) {
        int to = Math.min(folders.size(), from + FOLDERS_AT_ONCE);
        removeEmpty(folders.subList(from, to));
      }
    }

    /** Folders that still hold something stay, without a word. */
    private void removeEmpty(List<String> folders) {
      List<String> command = new ArrayList<>();
      command.addAll(List.of("sh", "-c", "for d; do rmdir \"$d\" 2>/dev/null; done; exit 0", "sh"));
      folders.forEach(folder -> command.add(ROOT + "/" + folder));
      scope
          .cluster()
          .exec()
          .run(helper.pod(), helper.container(), command, Duration.ofMinutes(5), scope.attempt())
          .outputOf("Removing empty folders");
    }

    /**
     * A backup has no links, so none belongs on the claim; and one that led out of it would take
     * the writes with it.
     */
    private void unlink() {
      if (!unlinked) {
        scope
            .cluster()
            .exec()
            .run(
                helper.pod(),
                helper.container(),
                List.of("find", ROOT, "-type", "l", "-exec", "rm", "-f", "{}", "+"),
                Duration.ofMinutes(5),
                scope.attempt())
            .outputOf("Removing links");
        unlinked = true;
      }
    }

    private PodFiles files() {
      return scope.cluster().files();
    }

    @Override
    public void close() {
      helper.close();
    }
  }

  private record FileSource(FileListing.Entry file, Source source) implements PodFiles.Source {
    @Override
    public long bytes() {
      return file.bytes();
    }

    @Override
    public String sha256() {
      return file.sha256();
    }

    @Override
    public InputStream open(long offset) throws IOException {
      return source.open(offset);
    }
  }
}
