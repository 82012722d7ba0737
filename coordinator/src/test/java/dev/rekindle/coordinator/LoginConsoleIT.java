package dev.rekindle.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.coordinator.testing.BrowserStories;
import dev.rekindle.coordinator.testing.LoginProfile;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The web console where a login is asked for. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(LoginProfile.class)
class LoginConsoleIT {

  @TestHTTPResource("/")
  URL url;

  @Test
  @Tag("long")
  void people_log_in_and_are_offered_what_they_may_do() throws Exception {
    BrowserStories.missing()
        .ifPresent(reason -> {
          System.out.println("console: its stories are skipped: " + reason);
          Assumptions.abort(reason);
        });

    List<BrowserStories.Story> stories =
        BrowserStories.run(
            "e2e/login.story.ts",
            Map.of(
                "REKINDLE_URL",
                url.toString(),
                "REKINDLE_TOKEN",
                LoginProfile.FIRST_ADMIN.whole()));

    assertThat(stories).isNotEmpty().allMatch(BrowserStories.Story::passed);
  }
}
