package dev.rekindle.sandbox.data;

import java.util.List;

/** The triggers that give new rows of the system database their tenant. */
final class PortaTriggers {

  private PortaTriggers() {}

  /**
   * The statements that make them. As in porta, the literal identifier of the master account of the
   * time is part of each body, and whoever makes them is their DEFINER.
   */
  static List<String> create(long master) {
    return SqlScript.lines("porta-triggers.txt").stream()
        .map(line -> List.of(line.split(" ", 3)))
        .map(words ->
            words.size() == 2
                ? trigger(words.getFirst(), ofAccount(words.get(1)))
                : trigger(words.getFirst(), ofParent(words.get(1), words.get(2))))
        .map(sql -> sql.replace("@MASTER@", Long.toString(master)))
        .toList();
  }

  private static String ofAccount(String column) {
    return """
    IF NEW.%1$s <> master_id THEN
      SET NEW.tenant_id = NEW.%1$s;
    END IF;\
    """
        .formatted(column);
  }

  private static String ofParent(String column, String parent) {
    return "    SET NEW.tenant_id = (SELECT tenant_id FROM %s WHERE id = NEW.%s AND tenant_id <> master_id);"
        .formatted(parent, column);
  }

  private static String trigger(String table, String body) {
    return """
    CREATE DEFINER=`root`@`%%` TRIGGER `%1$s_tenant_id` BEFORE INSERT ON `%1$s` FOR EACH ROW
    BEGIN
      DECLARE master_id numeric DEFAULT @MASTER@;
      IF @disable_triggers IS NULL AND NEW.tenant_id IS NULL THEN
    %2$s
      END IF;
    END\
    """
        .formatted(table, body);
  }
}
