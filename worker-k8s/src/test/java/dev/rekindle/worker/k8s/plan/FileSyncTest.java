package dev.rekindle.worker.k8s.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.backup.FileListing.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileSyncTest {

  private static FileListing listing(Entry... files) {
    return new FileListing(List.of(files));
  }

  @Test
  void only_what_differs_is_copied_and_what_is_too_much_removed() {
    FileListing wanted =
        listing(new Entry("a b", 1, "1"), new Entry("c", 2, "2"), new Entry("new", 4, "4"));
    FileListing live =
        listing(new Entry("a b", 1, "1"), new Entry("c", 2, "other"), new Entry("x/old", 9, "9"));

    FileSync sync = FileSync.between(wanted, live);

    assertThat(sync.copy()).extracting(Entry::path).containsExactly("c", "new");
    assertThat(sync.remove()).containsExactly("x/old");
    assertThat(sync.equal()).isEqualTo(1);
    assertThat(sync.bytes()).isEqualTo(6);
  }

  @Test
  void equal_folders_need_nothing() {
    FileListing same = listing(new Entry("a", 1, "1"));

    assertThat(FileSync.between(same, same)).isEqualTo(new FileSync(List.of(), List.of(), 1));
  }

  @Test
  void folders_above_removed_files_go_from_the_deepest() {
    assertThat(FileSync.foldersOf(List.of("a/b/c.txt", "a/d.txt", "e.txt")))
        .containsExactly("a/b", "a");
  }

  @Test
  void paths_that_lead_out_of_the_folder_are_faults() {
    assertThat(List.of("../x", "a/../../x", "/etc/passwd", "a//b", "./a", "", "a/"))
        .allMatch(path -> !FileSync.fault(path).isEmpty());
    assertThat(List.of("a b/'quote'\".png", "..hidden", "\u00fcml\u00e4ut/\ud83d\ude00"))
        .allMatch(path -> FileSync.fault(path).isEmpty());
  }
}
