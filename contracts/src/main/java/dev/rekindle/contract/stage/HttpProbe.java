package dev.rekindle.contract.stage;

import java.util.Map;

/**
 * An HTTP question to a service that must be answered.
 *
 * @param status the expected status code
 */
public record HttpProbe(Endpoint endpoint, String path, Map<String, String> headers, int status) {
  public HttpProbe {
    headers = Map.copyOf(headers);
  }
}
