import { writeFileSync } from "node:fs";
import { permissionsDocument, permissionsDocumentPath } from "./permissions-document";

writeFileSync(permissionsDocumentPath, permissionsDocument());
