-- Whoever loses a session or a right is told at once: open streams look again at what they may show.
CREATE TRIGGER sessions_changed AFTER UPDATE OR DELETE ON sessions
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('access', 'user_id');
--> statement-breakpoint
CREATE TRIGGER role_assignments_changed AFTER INSERT OR UPDATE OR DELETE ON role_assignments
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('access', 'user_id');
--> statement-breakpoint
CREATE TRIGGER users_changed AFTER UPDATE OR DELETE ON users
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('access', 'id');
--> statement-breakpoint
CREATE TRIGGER roles_changed AFTER UPDATE ON roles
  FOR EACH ROW WHEN (OLD.permissions IS DISTINCT FROM NEW.permissions)
  EXECUTE FUNCTION lamina_notify_change('access', 'id');
